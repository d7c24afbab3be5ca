package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import org.jspecify.annotations.Nullable;

/**
 * Under the failback policy {@code hold} a data center that was down stays at 0 until it is released after it recovered.
 * What was only drained or stale comes back by itself.
 */
final class FailbackGate implements Gate {

    static final String CODE = "HELD";

    /** A drain hides a hold, and must not end it: a rollout through a held data center leaves it held. */
    static final String BEHIND_DRAIN = "DRAINED_AND_HELD";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        Standing before = candidate.before();
        if (before == null || situation.application().spec().steering().failback() == Failback.AUTO) {
            return null;
        }
        boolean held = switch (before.state()) {
            case DOWN -> !before.code().equals(HealthGate.NOT_YET_UP);
            case HELD -> unreleased(before, situation);
            case DRAINED -> before.code().equals(BEHIND_DRAIN) && unreleased(before, situation);
            case SERVING, STALE -> false;
        };
        return held
                ? Candidate.lasting(
                        before,
                        new Obstacle(
                                Standing.State.HELD,
                                CODE,
                                "healthy again since " + situation.now() + "; held at 0 until it is restored"))
                : null;
    }

    private static boolean unreleased(Standing before, Situation situation) {
        return !situation
                .orders()
                .releasedSince(before.since(), situation.application().name(), before.dataCenter());
    }
}
