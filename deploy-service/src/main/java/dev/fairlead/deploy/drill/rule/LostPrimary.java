package dev.fairlead.deploy.drill.rule;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.util.Optional;
import java.util.Set;

/** Whether an application's writes go nowhere because its database is being taken over, or has to be. */
final class LostPrimary {

    private static final Set<String> CODES = Set.of("NO_PRIMARY", "TWO_PRIMARIES");

    private LostPrimary() {}

    static Optional<String> of(RoutingPlan plan) {
        for (Standing standing : plan.standings()) {
            Standing.ModeReason reason = standing.modeReason();
            if (reason != null && CODES.contains(reason.code())) {
                return Optional.of("%s is written nowhere: %s".formatted(plan.application(), reason.reason()));
            }
        }
        return Optional.empty();
    }
}
