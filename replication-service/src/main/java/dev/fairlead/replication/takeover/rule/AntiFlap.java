package dev.fairlead.replication.takeover.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No second takeover by itself soon after one: two in a row show that something else is wrong. The block ends by time or by an
 * operator who has seen it; an operator's own takeover ignores it.
 */
public final class AntiFlap {

    private AntiFlap() {}

    /**
     * The last takeover of a database.
     *
     * @param acknowledgedBy absent: nobody has seen it yet
     */
    public record Last(String run, Instant at, @Nullable String acknowledgedBy) {}

    /** Why none may begin by itself; empty: one may. */
    public static Optional<String> blocked(@Nullable Last last, Duration blockFor, Instant now) {
        if (last == null || last.acknowledgedBy() != null) {
            return Optional.empty();
        }
        Instant until = last.at().plus(blockFor);
        return now.isBefore(until)
                ? Optional.of(
                        "takeover %s was at %s: none begins by itself until %s, or until an operator acknowledges it"
                                .formatted(last.run(), last.at(), until))
                : Optional.empty();
    }
}
