package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;

/**
 * What data planes that answer DNS by weights are told in place of the plans, so that requests arrive where the plans want them. Each
 * loop asks on its own thread; it never waits for anything.
 */
public interface DnsCorrection {

    /** Answers are as planned. */
    DnsCorrection NONE = new DnsCorrection() {

        @Override
        public List<RoutingPlan> corrected(List<RoutingPlan> plans) {
            return plans;
        }

        @Override
        public List<String> inWords() {
            return List.of();
        }
    };

    /** The plans with the shares to answer; all else in them stays as it is. */
    List<RoutingPlan> corrected(List<RoutingPlan> plans);

    /** What is answered otherwise than planned, in a few sentences for operators. */
    List<String> inWords();
}
