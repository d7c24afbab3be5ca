package dev.fairlead.runs;

import java.util.Map;

/** A step's answer to whether it may begin. */
public sealed interface Readiness {

    /**
     * It may.
     *
     * @param output what has to be known later, stored before the action: above all how to take it back
     */
    record Ready(Map<String, String> output) implements Readiness {

        public Ready {
            output = Map.copyOf(output);
        }
    }

    /** A gate is closed; it is asked again until it opens or an operator aborts. */
    record NotYet(String reason) implements Readiness {}

    /** What the step would bring about is so already. */
    record Unneeded(String reason) implements Readiness {}

    /** It must not begin; the run fails here. */
    record Refused(String reason) implements Readiness {}

    /** An operator has to see the figures and decide; it is asked again with the {@link Approval}. */
    record NeedsOperator(String figures) implements Readiness {}

    /** Ready, with nothing to remember. */
    static Readiness ready() {
        return new Ready(Map.of());
    }
}
