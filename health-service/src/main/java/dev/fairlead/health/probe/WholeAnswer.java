package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck.Expectation;
import dev.fairlead.health.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an HTTP answer to its end, where headers or body count. */
final class WholeAnswer implements Answer {

    /** Longest answer that is read. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Outcome CUT_OFF = new Outcome.Failed("the answer is cut off");

    private final Expectation expected;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    WholeAnswer(Expectation expected) {
        this.expected = expected;
    }

    @Override
    public @Nullable Outcome take(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        read.writeBytes(piece);
        Outcome outcome = outcome(false);
        return outcome == null && read.size() > MOST_BYTES
                ? new Outcome.Failed("the answer is longer than %d bytes".formatted(MOST_BYTES))
                : outcome;
    }

    @Override
    public Outcome end() {
        Outcome outcome = read.size() == 0 ? Outcome.NO_ANSWER : outcome(true);
        return outcome == null ? CUT_OFF : outcome;
    }

    private @Nullable Outcome outcome(boolean ended) {
        try {
            return HttpAnswer.parse(read.toString(StandardCharsets.ISO_8859_1), ended)
                    .map(this::judged)
                    .orElse(null);
        } catch (ProtocolException e) {
            return Outcome.NOT_HTTP;
        }
    }

    private Outcome judged(HttpAnswer answer) {
        String refusal = answer.refusal(expected);
        return refusal == null ? new Outcome.Passed("status " + answer.status()) : new Outcome.Failed(refusal);
    }
}
