package dev.fairlead.runs;

import java.time.Duration;

/** What comes next for a run. */
public sealed interface Next {

    /** Ask the step; changes nothing by itself, all that it needs is persisted already. */
    record Ask(RunStep step, Phase phase) implements Next {}

    /** Persist this and decide again at once. */
    record Move(Run run) implements Next {}

    /** Persist this where it differs and decide again after this time, without holding a thread. */
    record Rest(Run run, Duration after) implements Next {}

    /** The run has ended. */
    record Over() implements Next {}

    /** What a step can be asked. */
    enum Phase {
        PRECONDITION,
        ACT,
        CHECK,
        UNDO,
        CHECK_UNDO
    }
}
