package dev.fairlead.runs;

import java.time.Duration;

/**
 * One verified step of a kind. Every method may be called again at any time, by another executor under a higher epoch,
 * also when the call before it never returned: an action has to be idempotent, a check has to prove. Methods may block on
 * I/O for seconds, not for minutes: what takes long is answered with "not yet" and asked again.
 *
 * @param <I> input of the run
 */
public interface Step<I> {

    /** Stable, as it is stored: {@code install}. */
    String name();

    /** For action and check together, and again for the way back. */
    Duration timeout();

    default WayBack wayBack() {
        return WayBack.NOTHING;
    }

    /** Whether it may begin. Changes nothing. */
    default Readiness precondition(StepContext<I> context) {
        return Readiness.ready();
    }

    /** Begins what the step is for. */
    Outcome act(StepContext<I> context);

    /** Whether what the step is for has come about, as seen from outside. */
    Outcome check(StepContext<I> context);

    /** Takes the action back, also one that was killed half-way. Only asked of a step with {@link WayBack#UNDO}. */
    default Outcome undo(StepContext<I> context) {
        throw new UnsupportedOperationException(name() + " has no way back");
    }

    /** Whether the action is taken back, as seen from outside. */
    default Outcome checkUndone(StepContext<I> context) {
        throw new UnsupportedOperationException(name() + " has no way back");
    }
}
