package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck.Expectation;
import java.io.IOException;
import java.net.BindException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** How one probe ended. */
sealed interface Outcome {

    String reason();

    /** The endpoint answered as it should. */
    record Passed(String reason) implements Outcome {}

    /** The endpoint did not. */
    record Failed(String reason) implements Outcome {}

    /** Nothing is known about the endpoint, because the fault was on this side. */
    record Discarded(String reason) implements Outcome {}

    Outcome CONNECTED = new Passed("connected");
    Outcome NO_ANSWER = new Failed("connection closed without an answer");
    Outcome NOT_HTTP = new Failed("the answer is not HTTP");
    Outcome LATE = new Discarded("late");

    /** Whether the status is one of those that are expected. */
    static Outcome ofStatus(int status, Expectation expected) {
        return expected.allows(status)
                ? Statuses.PASSED[status - Statuses.LEAST]
                : new Failed("status %d, not %s".formatted(status, String.join(", ", expected.statuses())));
    }

    /** What an exception of the socket says about the endpoint, or about this machine. */
    static Outcome of(IOException e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                .toLowerCase(Locale.ROOT);
        boolean ours = e instanceof BindException // no free local port
                || reason.contains("network is unreachable")
                || reason.contains("too many open files");
        return ours ? new Discarded(reason) : new Failed(reason);
    }

    /** One object for each status, so that a probe that passes makes none. */
    final class Statuses {

        private static final int LEAST = 100;
        private static final Outcome[] PASSED = IntStream.range(LEAST, 1_000)
                .mapToObj(status -> new Passed("status " + status))
                .toArray(Outcome[]::new);

        private Statuses() {}
    }
}
