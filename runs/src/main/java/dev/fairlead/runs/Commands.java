package dev.fairlead.runs;

import org.jspecify.annotations.Nullable;

/**
 * What operators asked of a run. Written by them at any time and never by its executor, which takes it as an input.
 *
 * @param pausedBy absent: not paused
 * @param approval the newest one
 */
public record Commands(
        @Nullable String pausedBy,
        @Nullable Abort abort,
        @Nullable Approval approval) {

    static final Commands NONE = new Commands(null, null, null);

    /**
     * The wish to end the run.
     *
     * @param question number of the newest question at that moment, 0 before the first: an abort that follows a question
     *     of the way back gives the way back up
     */
    public record Abort(String author, int question) {}
}
