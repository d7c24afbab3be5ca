package dev.fairlead.runs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step is told when it is asked.
 *
 * @param epoch to be handed to whoever is acted upon, which rejects a lower one
 * @param approval of this step's question; absent: none was given
 * @param run as it stands
 */
public record StepContext<I>(
        String runId,
        long epoch,
        I input,
        String target,
        @Nullable Approval approval,
        Run run,
        int sequence) {

    /** What this step stored. */
    public Map<String, String> output() {
        return run.steps().get(sequence - 1).output();
    }

    /** What the step of this name stored for the same target; empty when there is none. */
    public Map<String, String> outputOf(String step) {
        return run.steps().stream()
                .filter(other -> other.planned().name().equals(step)
                        && other.planned().target().equals(target))
                .map(RunStep::output)
                .findFirst()
                .orElse(Map.of());
    }
}
