package dev.fairlead.runs;

/** What rolling back means for a step. */
public enum WayBack {
    /** The step changes nothing that would have to be undone. */
    NOTHING,
    /** {@link Step#undo} takes it back and {@link Step#checkUndone} proves that. */
    UNDO,
    /**
     * Point of no return: once this step has begun to act, nothing is undone any more. A later failure waits for an
     * operator, who has it tried again or ends the run as it stands.
     */
    NO_RETURN
}
