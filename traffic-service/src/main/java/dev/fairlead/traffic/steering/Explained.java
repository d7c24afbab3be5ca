package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;

/**
 * A decision, and what it came to at each of its steps.
 *
 * @param steps in the order in which they were taken; one that had nothing to do is not among them
 */
public record Explained(RoutingPlan plan, List<Step> steps) {

    public Explained {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param said a line for each data center or audience
     */
    public record Step(String name, List<String> said) {

        public Step {
            said = List.copyOf(said);
        }
    }
}
