package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data center that has a pool of the application, and what stands in its way.
 *
 * @param before how it stood in the previous plan; absent when it was not in it
 * @param obstacles in order of rank; none: it serves
 * @param leaving how far a drain by steps has come; absent: there is none, or it does not serve anyway
 */
record Candidate(
        Pool pool,
        @Nullable Standing before,
        EndpointFindings endpoints,
        List<Obstacle> obstacles,
        @Nullable Leaving leaving) {

    private static final Comparator<Pool> BY_NAME = Comparator.comparing(Pool::dataCenter);

    /** The candidates in order of name, each after all gates. */
    static List<Candidate> all(Situation situation, List<Gate> gates) {
        List<Pool> pools = new ArrayList<>(situation.application().spec().pools());
        pools.sort(BY_NAME);
        RoutingPlan previous = situation.previous();
        List<Standing> standings = previous == null ? List.of() : previous.standings();
        List<Candidate> candidates = new ArrayList<>(pools.size());
        int next = 0; // standings are in order of name too, so that one walk over both finds all
        for (Pool pool : pools) {
            int order = -1;
            while (next < standings.size()
                    && (order = standings.get(next).dataCenter().compareTo(pool.dataCenter())) < 0) {
                next++;
            }
            Standing before = order == 0 ? standings.get(next) : null;
            Candidate fresh =
                    new Candidate(pool, before, EndpointFindings.of(pool, before, situation), List.of(), null);
            candidates.add(fresh.after(gates, situation));
        }
        return candidates;
    }

    private Candidate after(List<Gate> gates, Situation situation) {
        List<Obstacle> found = List.of();
        for (Gate gate : gates) {
            Obstacle obstacle = gate.obstacle(this, situation);
            if (obstacle != null) {
                found = found.isEmpty() ? new ArrayList<>(gates.size()) : found;
                found.add(obstacle);
            }
        }
        return found.isEmpty() ? this : new Candidate(pool, before, endpoints, found, null);
    }

    Candidate leaves(Leaving how) {
        return new Candidate(pool, before, endpoints, obstacles, how);
    }

    /** With an obstacle that ranks above all others. */
    Candidate behind(Obstacle first) {
        List<Obstacle> all = new ArrayList<>(obstacles.size() + 1);
        all.add(first);
        all.addAll(obstacles);
        return new Candidate(pool, before, endpoints, all, null);
    }

    DataCenterName dataCenter() {
        return pool.dataCenter();
    }

    boolean serves() {
        return obstacles.isEmpty();
    }

    /** Absent: none puts it in this state. */
    @Nullable Obstacle obstacle(Standing.State state) {
        for (Obstacle obstacle : obstacles) {
            if (obstacle.state() == state) {
                return obstacle;
            }
        }
        return null;
    }

    /** Whether it could serve if these states were no obstacles. */
    boolean servesDespite(Set<Standing.State> ignored) {
        for (Obstacle obstacle : obstacles) {
            if (!ignored.contains(obstacle.state())) {
                return false;
            }
        }
        return true;
    }

    boolean hadUsers() {
        return before != null && before.mode() != ServingMode.UNAVAILABLE;
    }

    /** Whether, but for what is ignored, only silence about its data is in the way. */
    boolean isUntoldDespite(Set<Standing.State> ignored) {
        for (Obstacle obstacle : obstacles) {
            if (!ignored.contains(obstacle.state()) && !obstacle.code().equals(FreshnessGate.SILENT)) {
                return false;
            }
        }
        return true;
    }

    /** The same obstacle as in the previous plan keeps its sentence: the figures in it are those of the moment it began. */
    static Obstacle lasting(@Nullable Standing before, Obstacle obstacle) {
        return before != null
                        && before.state() == obstacle.state()
                        && before.code().equals(obstacle.code())
                ? new Obstacle(
                        obstacle.state(), obstacle.code(), Admission.withoutNote(before.reason()), obstacle.since())
                : obstacle;
    }
}
