package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import org.jspecify.annotations.Nullable;

/** Where the policy says so, a data center whose endpoints all answer slowly is left to those who have nobody faster. */
final class SlowGate implements Gate {

    static final String CODE = "SLOW";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        if (situation.application().spec().steering().slow() == Slow.IGNORE) {
            return null;
        }
        Standing before = candidate.before();
        String reason = candidate.endpoints().slowReason();
        return reason.isEmpty()
                ? null
                : Candidate.lasting(before, new Obstacle(Standing.State.SLOW, CODE, "answers slowly: " + reason));
    }
}
