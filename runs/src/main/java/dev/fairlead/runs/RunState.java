package dev.fairlead.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run stands. */
public enum RunState {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
    /** It asked a {@link Question}; only an approval or an abort moves it. */
    @JsonProperty("waiting-for-operator")
    WAITING_FOR_OPERATOR,
    /** A step failed or an operator aborted; what was done is being undone in reverse. */
    @JsonProperty("rolling-back")
    ROLLING_BACK,
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** A step failed and nothing was undone: there was nothing to undo, or an operator gave up. */
    @JsonProperty("failed")
    FAILED,
    /** A step failed and all that had been done was undone. */
    @JsonProperty("rolled-back")
    ROLLED_BACK,
    @JsonProperty("aborted")
    ABORTED;

    public boolean ended() {
        return switch (this) {
            case RUNNING, PAUSED, WAITING_FOR_OPERATOR, ROLLING_BACK -> false;
            case SUCCEEDED, FAILED, ROLLED_BACK, ABORTED -> true;
        };
    }
}
