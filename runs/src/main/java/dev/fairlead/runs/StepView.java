package dev.fairlead.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step on the wire.
 *
 * @param target what it acts on, such as a data center
 * @param attempt times its present action was begun
 * @param usualMs third quartile of what this step took in earlier runs of the kind; absent until three were done
 * @param slow whether it takes, or took, more than three times that
 */
public record StepView(
        int sequence,
        String name,
        String target,
        StepState state,
        int attempt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        String message,
        Map<String, String> output,
        @Nullable Long usualMs,
        boolean slow) {

    private static final int SLOW_FACTOR = 3;

    static StepView of(RunStep step, @Nullable Duration usual, Instant now) {
        return new StepView(
                step.sequence(),
                step.planned().name(),
                step.planned().target(),
                step.state(),
                step.attempt(),
                step.started(),
                step.ended(),
                step.message(),
                step.output(),
                usual == null ? null : usual.toMillis(),
                usual != null && isSlow(step, usual, now));
    }

    private static boolean isSlow(RunStep step, Duration usual, Instant now) {
        return switch (step.state()) {
            case ACTING, CHECKING, DONE -> {
                Instant until = step.ended() == null ? now : step.ended();
                yield step.started() != null
                        && Duration.between(step.started(), until).compareTo(usual.multipliedBy(SLOW_FACTOR)) > 0;
            }
            case PENDING, FAILED, SKIPPED, UNDOING, CHECKING_UNDO, UNDONE -> false;
        };
    }
}
