package dev.fairlead.runs;

/** What asking for a run came to. */
public sealed interface Started {

    /** A run was started. */
    record New(RunView run) implements Started {}

    /** The same request had started this run before. */
    record Before(RunView run) implements Started {}

    /** Another run acts on the subject. */
    record Busy(String runId) implements Started {}

    /** The request key was used for another input. */
    record KeyReused(String runId) implements Started {}
}
