package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import org.jspecify.annotations.Nullable;

/** A data center is up as long as enough of its endpoints are. */
final class HealthGate implements Gate {

    static final String DOWN = "ALL_ENDPOINTS_DOWN";
    static final String TOO_FEW = "TOO_FEW_ENDPOINTS_UP";

    /** Nobody has seen it up since it joined: no outage, so no hold follows. */
    private static final String NOT_YET_UP = "NOT_YET_UP";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        EndpointFindings endpoints = candidate.endpoints();
        int size = candidate.pool().endpoints().size();
        int minimum = Math.min(candidate.pool().minimumUp(), size);
        if (endpoints.up().size() >= minimum) {
            return null;
        }
        Standing before = candidate.before();
        String cause = endpoints.downReason().isEmpty() ? "" : ": " + endpoints.downReason();
        if (!endpoints.up().isEmpty()) {
            return Candidate.lasting(
                    before,
                    new Obstacle(
                            Standing.State.DOWN,
                            TOO_FEW,
                            "%d of %d endpoints are up, it takes %d%s"
                                    .formatted(endpoints.up().size(), size, minimum, cause)));
        }
        Obstacle obstacle = before == null || before.neverUp()
                ? new Obstacle(Standing.State.DOWN, NOT_YET_UP, "none of its endpoints has been seen up yet")
                : new Obstacle(
                        Standing.State.DOWN,
                        DOWN,
                        (size == 1 ? "its only endpoint is down" : "all " + size + " endpoints are down") + cause);
        return Candidate.lasting(before, obstacle);
    }

    /** Such a standing lists endpoints only where the all-down policy sends to them all the same. */
    static boolean saysNoneUp(Standing standing) {
        return standing.code().equals(DOWN) || standing.code().equals(NOT_YET_UP);
    }
}
