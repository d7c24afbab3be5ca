package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DatabaseName;
import java.util.List;

/**
 * How a run that moves a primary stands, as far as other services look at it.
 *
 * @param subject whose primary it moves
 * @param reason what it was started for
 * @param message one sentence on what it does or why it does nothing
 */
public record MoveStatus(
        String id, DatabaseName subject, String reason, State state, String message, List<Step> steps) {

    private static final String ROUTE = "route";
    private static final String DONE = "done";

    public MoveStatus {
        steps = List.copyOf(steps);
    }

    /** Whether the applications write to the new primary. What follows, above all the rebuild of the old one, may take hours. */
    public boolean routed() {
        return steps.stream()
                .anyMatch(step -> step.name().equals(ROUTE) && step.state().equals(DONE));
    }

    public boolean ended() {
        return switch (state) {
            case RUNNING, WAITING_FOR_OPERATOR -> false;
            case SUCCEEDED, FAILED, ROLLED_BACK, ABORTED -> true;
        };
    }

    /** One of its steps. */
    public record Step(String name, String state) {}

    /** Where it has come to. */
    public enum State {
        /** On its way, paused or on its way back. */
        @JsonEnumDefaultValue
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("waiting-for-operator")
        WAITING_FOR_OPERATOR,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("rolled-back")
        ROLLED_BACK,
        @JsonProperty("aborted")
        ABORTED
    }
}
