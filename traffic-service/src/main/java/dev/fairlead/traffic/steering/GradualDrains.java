package dev.fairlead.traffic.steering;

import static java.util.Objects.requireNonNull;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.Ramp;
import dev.fairlead.contracts.traffic.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes users out of data centers step by step, as operators ordered. As with a {@link Ramps ramp} a step waits while health is worse
 * than it should be, here that of the others: one is down or slow, some of its endpoints are down, or they cannot take everybody. Then it goes on
 * from where it stopped, one step at a time and at most at twice the pace. What takes a data center out otherwise does it at once.
 */
final class GradualDrains {

    private static final int WHOLE = 100;

    private final List<Candidate> candidates;
    private final Situation situation;
    private final Map<DataCenterName, RoutingOverride> drains;
    private final boolean pinned;

    private GradualDrains(
            List<Candidate> candidates,
            Situation situation,
            Map<DataCenterName, RoutingOverride> drains,
            boolean pinned) {
        this.candidates = candidates;
        this.situation = situation;
        this.drains = drains;
        this.pinned = pinned;
    }

    /** The candidates, of which some are leaving or have left. */
    static List<Candidate> applied(List<Candidate> candidates, Situation situation) {
        return applied(candidates, situation, false);
    }

    /** The same while everyone is pinned: then nobody comes back by steps, and whoever serves can take over. */
    static List<Candidate> appliedUnderPin(List<Candidate> candidates, Situation situation) {
        return applied(candidates, situation, true);
    }

    private static List<Candidate> applied(List<Candidate> candidates, Situation situation, boolean pinned) {
        Map<DataCenterName, RoutingOverride> drains = inForce(situation);
        if (drains.isEmpty()) {
            return candidates;
        }
        GradualDrains gradual = new GradualDrains(candidates, situation, drains, pinned);
        List<Candidate> applied = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            RoutingOverride drain = drains.get(candidate.dataCenter());
            applied.add(drain == null ? candidate : gradual.applied(candidate, drain));
        }
        return applied;
    }

    /** Of several, the one that has come farthest. */
    private static Map<DataCenterName, RoutingOverride> inForce(Situation situation) {
        Instant now = situation.now();
        Map<DataCenterName, RoutingOverride> drains = new TreeMap<>();
        for (RoutingOverride override : situation.orders().overrides()) {
            if (override.kind() == RoutingOverride.Kind.DRAIN
                    && override.emptyAt() != null
                    && override.actsOn(situation.application().name(), now)) {
                drains.merge(
                        override.where(),
                        override,
                        (one, other) -> other.percentLeft(now) < one.percentLeft(now) ? other : one);
            }
        }
        return drains;
    }

    private Candidate applied(Candidate candidate, RoutingOverride drain) {
        int due = drain.percentLeft(situation.now());
        if (!candidate.serves()) {
            boolean drained = candidate.obstacles().getFirst().state() == State.DRAINED;
            return due > 0 || drained ? candidate : candidate.behind(DrainGate.of(drain));
        }
        int was = percentBefore(candidate, due);
        if (was > 0 && !somebodyElseServes()) {
            return candidate.leaves(new Leaving(null, waiting(drain, WHOLE, "nobody else serves")));
        }
        boolean steps = due < was && mayStep(candidate.before(), drain);
        String obstacle = steps ? obstacle() : "";
        int percent = steps && obstacle.isEmpty() ? Math.max(due, was - step(drain)) : was;
        if (percent == 0) {
            return candidate.behind(DrainGate.of(drain));
        }
        Ramp ramp = ramp(candidate.before(), percent);
        String sentence = obstacle.isEmpty() ? underWay(drain, ramp) : waiting(drain, percent, obstacle);
        return candidate.leaves(new Leaving(percent == WHOLE ? null : ramp, sentence));
    }

    /** What it got until now. One that served nobody does not get more than is due. */
    private int percentBefore(Candidate candidate, int due) {
        Standing before = candidate.before();
        if (before != null && before.ramp() != null) {
            return before.ramp().percent();
        }
        if (before != null && before.state() == State.SERVING) {
            return WHOLE;
        }
        Ramp back = Ramps.of(candidate, situation);
        return back == null ? due : Math.min(due, back.percent());
    }

    /** One that only comes back itself cannot take everybody. */
    private boolean somebodyElseServes() {
        for (Candidate other : candidates) {
            if (takesOver(other) && (pinned || Ramps.of(other, situation) == null)) {
                return true;
            }
        }
        return false;
    }

    private boolean takesOver(Candidate other) {
        return other.serves() && !drains.containsKey(other.dataCenter());
    }

    private boolean mayStep(@Nullable Standing before, RoutingOverride drain) {
        Ramp ramp = before == null ? null : before.ramp();
        return ramp == null || !situation.now().isBefore(ramp.since().plus(shortest(drain)));
    }

    /** How long a step takes at twice the pace. */
    private static Duration shortest(RoutingOverride drain) {
        return Duration.between(drain.createdAt(), emptyAt(drain))
                .multipliedBy(step(drain))
                .dividedBy(2 * WHOLE);
    }

    private static Instant emptyAt(RoutingOverride drain) {
        return requireNonNull(drain.emptyAt());
    }

    /** In percent. */
    private static int step(RoutingOverride drain) {
        return WHOLE - drain.percentLeft(drain.createdAt());
    }

    /** Why a step would make it worse for users; empty: it would not. */
    private String obstacle() {
        for (Candidate other : candidates) {
            String sick = drains.containsKey(other.dataCenter()) ? "" : sick(other);
            if (!sick.isEmpty()) {
                return other.dataCenter() + sick;
            }
        }
        return othersHaveRoom() ? "" : "the others cannot take everybody";
    }

    /** In the end: a drain that was to stop half-way is not begun. */
    private boolean othersHaveRoom() {
        Demand demand = situation.application().spec().demand();
        if (demand == null) {
            return true;
        }
        long limits = 0;
        for (Candidate other : candidates) {
            Long capacity = other.pool().capacityPerSecond();
            if (takesOver(other) && capacity == null) {
                return true;
            }
            limits += takesOver(other) && capacity != null ? capacity * (100 - demand.headroomPercent()) : 0;
        }
        long asked = 0;
        for (long perSecond : demand.perSecond().values()) {
            asked += perSecond;
        }
        return 100 * asked <= limits;
    }

    private static String sick(Candidate other) {
        if (other.serves()) {
            boolean whole =
                    other.endpoints().up().size() == other.pool().endpoints().size();
            return whole ? other.endpoints().slowReason().isEmpty() ? "" : " is slow" : " has endpoints that are down";
        }
        Standing before = other.before();
        boolean begun = before != null && !before.neverUp();
        return switch (other.obstacles().getFirst().state()) {
            case DOWN -> begun ? " is down" : "";
            case SLOW -> " is slow";
            case SERVING, DRAINED, STALE, BLOCKED, HELD -> "";
        };
    }

    private Ramp ramp(@Nullable Standing before, int percent) {
        Ramp ramp = before == null ? null : before.ramp();
        return ramp != null && ramp.percent() == percent ? ramp : new Ramp(percent, situation.now());
    }

    private static String underWay(RoutingOverride drain, Ramp ramp) {
        int steps = (ramp.percent() + step(drain) - 1) / step(drain);
        Instant soonest = ramp.since().plus(shortest(drain).multipliedBy(steps));
        Instant empty = soonest.isAfter(emptyAt(drain)) ? soonest : emptyAt(drain);
        return sentence(drain, ramp.percent(), "empty at " + empty);
    }

    private static String waiting(RoutingOverride drain, int percent, String obstacle) {
        return sentence(drain, percent, "waits because " + obstacle);
    }

    private static String sentence(RoutingOverride drain, int percent, String how) {
        return "draining, %d %% left, %s, by %s: %s".formatted(percent, how, drain.author(), drain.reason());
    }
}
