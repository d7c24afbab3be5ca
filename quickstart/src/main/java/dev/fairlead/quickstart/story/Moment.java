package dev.fairlead.quickstart.story;

import dev.fairlead.quickstart.client.ObedienceWatch;
import java.time.Duration;
import java.time.Instant;

/** A moment from which others are measured. */
record Moment(Instant at) {

    private static final Duration QUIET = Duration.ofSeconds(2);

    static Moment now() {
        return new Moment(Instant.now());
    }

    /** Something was seen at another moment. */
    Expectation after(Instant seen, String text) {
        return new Expectation(true, "%s  %s".formatted(seconds(seen), text));
    }

    /** Something was seen at another moment, and should have been by then. */
    Expectation within(Duration limit, Instant seen, String text) {
        return new Expectation(!seen.isAfter(at.plus(limit)), "%s  %s".formatted(seconds(seen), text));
    }

    /** Waits until a data plane gave usable answers for a while; the first of them counts. */
    Expectation obeyed(String name, ObedienceWatch watch) {
        boolean held = Patience.until(() -> watch.state().obeyedFor(QUIET));
        ObedienceWatch.State state = watch.state();
        if (held && state.unusable() == 0) {
            return new Expectation(
                    true, "%s gave no unusable answer at all: it tries the next data center itself".formatted(name));
        }
        return new Expectation(
                held,
                state.obeyed()
                        .map(obeyed -> "%s  %s obeys; %d unusable answers before, none since"
                                .formatted(seconds(obeyed), name, state.unusable()))
                        .orElse(name + " does not obey"));
    }

    String seconds(Instant seen) {
        return "%+.3f s".formatted(Duration.between(at, seen).toMillis() / 1e3);
    }
}
