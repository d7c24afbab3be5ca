package dev.fairlead.runs;

import java.util.Map;

/** A step's answer to an action or a check, forward or back. */
public sealed interface Outcome {

    /**
     * The action was accepted, or the check proves its effect.
     *
     * @param output joins what the step has stored so far
     */
    record Done(String reason, Map<String, String> output) implements Outcome {

        public Done {
            output = Map.copyOf(output);
        }
    }

    /** Asked again until the step's timeout. A thrown exception counts as this. */
    record NotYet(String reason) implements Outcome {}

    /** It will not work out. */
    record Failed(String reason) implements Outcome {}

    /** An operator has to see the figures and decide; it is asked again with the {@link Approval}. */
    record NeedsOperator(String figures) implements Outcome {}

    /** Done, with nothing to remember. */
    static Outcome done(String reason) {
        return new Done(reason, Map.of());
    }
}
