package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import org.jspecify.annotations.Nullable;

/** A data center is up as long as one endpoint is. */
final class HealthGate implements Gate {

    static final String DOWN = "ALL_ENDPOINTS_DOWN";

    /** Nobody has seen it up since it joined: no outage, so no hold follows. */
    private static final String NOT_YET_UP = "NOT_YET_UP";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        EndpointFindings endpoints = candidate.endpoints();
        if (!endpoints.up().isEmpty()) {
            return null;
        }
        int size = candidate.pool().endpoints().size();
        Standing before = candidate.before();
        Obstacle obstacle = before == null || before.neverUp()
                ? new Obstacle(Standing.State.DOWN, NOT_YET_UP, "none of its endpoints has been seen up yet")
                : new Obstacle(
                        Standing.State.DOWN,
                        DOWN,
                        (size == 1 ? "its only endpoint is down" : "all " + size + " endpoints are down")
                                + (endpoints.downReason().isEmpty() ? "" : ": " + endpoints.downReason()));
        return Candidate.lasting(before, obstacle);
    }
}
