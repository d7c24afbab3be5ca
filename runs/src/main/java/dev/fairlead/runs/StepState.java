package dev.fairlead.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a step stands. What stands here is persisted before the action it allows. */
public enum StepState {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("acting")
    ACTING,
    @JsonProperty("checking")
    CHECKING,
    @JsonProperty("done")
    DONE,
    @JsonProperty("failed")
    FAILED,
    /** It was found to be unneeded. */
    @JsonProperty("skipped")
    SKIPPED,
    @JsonProperty("undoing")
    UNDOING,
    @JsonProperty("checking-undo")
    CHECKING_UNDO,
    @JsonProperty("undone")
    UNDONE
}
