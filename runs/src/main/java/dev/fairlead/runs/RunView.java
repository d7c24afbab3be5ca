package dev.fairlead.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run on the wire.
 *
 * @param message one sentence on what it does or why it does nothing
 * @param question what it waits for an operator to approve; absent while it waits for nobody
 * @param epoch of its executor
 */
public record RunView(
        String id,
        String kind,
        String subject,
        Map<String, Object> input,
        String reason,
        String author,
        RunState state,
        String message,
        @Nullable Question question,
        long epoch,
        Instant createdAt,
        Instant updatedAt,
        List<StepView> steps) {

    static RunView of(StoredRun stored, Map<String, Object> input, Map<String, Duration> usual, Instant now) {
        Run run = stored.run();
        return new RunView(
                stored.id(),
                stored.kind(),
                stored.subject(),
                input,
                stored.reason(),
                stored.author(),
                run.state(),
                run.message(),
                run.state() == RunState.WAITING_FOR_OPERATOR && run.asks() ? run.question() : null,
                run.epoch(),
                stored.createdAt(),
                stored.updatedAt(),
                run.steps().stream()
                        .map(step -> StepView.of(step, usual.get(step.planned().name()), now))
                        .toList());
    }
}
