package dev.fairlead.runs;

import java.time.Duration;

/**
 * A step as it is planned at the start of a run and stored with it, so that a newer version of the service finishes the
 * run as it was begun.
 *
 * @param target what it acts on, such as a data center
 * @param timeout for action and check together; waiting for the precondition has none
 */
public record PlannedStep(String name, String target, Duration timeout, WayBack wayBack) {

    /** The step aimed at a target. */
    public static PlannedStep of(Step<?> step, String target) {
        return new PlannedStep(step.name(), target, step.timeout(), step.wayBack());
    }
}
