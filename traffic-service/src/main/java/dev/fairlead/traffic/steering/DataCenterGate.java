package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import org.jspecify.annotations.Nullable;

/**
 * A data center that is lost as a whole is left by every application, also where its own endpoints still answer; but for those of
 * which somebody says that it is well there.
 */
final class DataCenterGate implements Gate {

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        HealthOrder order = candidate.endpoints().order();
        if (order != null && order.up()) {
            return null;
        }
        Standing before = candidate.before();
        String reason = situation.evidence().lost().get(candidate.dataCenter());
        if (reason != null) {
            return Candidate.lasting(before, new Obstacle(State.DOWN, LostDataCenters.CODE, reason));
        }
        boolean frozen = situation.evidence().elsewhere().isolated();
        return frozen && before != null && before.code().equals(LostDataCenters.CODE)
                ? Candidate.lasting(before, new Obstacle(State.DOWN, LostDataCenters.CODE, before.reason()))
                : null;
    }
}
