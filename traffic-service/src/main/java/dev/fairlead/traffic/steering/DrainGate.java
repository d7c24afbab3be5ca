package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.Standing;
import org.jspecify.annotations.Nullable;

/** A drained data center gets nothing, whatever the all-down policy says. One that is drained by steps is {@link Leaving} until then. */
final class DrainGate implements Gate {

    static final String CODE = "DRAINED";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        RoutingOverride drain = null;
        for (RoutingOverride override : situation.orders().overrides()) {
            if (override.kind() == RoutingOverride.Kind.DRAIN
                    && override.emptyAt() == null
                    && override.isAbout(candidate.dataCenter())
                    && override.actsOn(situation.application().name(), situation.now())
                    && (drain == null || Orders.outlasts(override, drain))) {
                drain = override;
            }
        }
        return drain == null ? null : of(drain);
    }

    static Obstacle of(RoutingOverride drain) {
        return new Obstacle(
                Standing.State.DRAINED,
                CODE,
                "drained by " + drain.author() + " until " + drain.expiresAt() + ": " + drain.reason());
    }
}
