package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who gets traffic.
 *
 * @param admitted in order of name
 * @param kept the shares, where the all-down policy keeps the previous ones; absent: they are split anew
 * @param note said of admitted data centers that have an obstacle
 * @param pin the override that sends everyone to one data center; absent: none
 */
record Admission(
        List<DataCenterName> admitted,
        @Nullable List<AudienceShares> kept,
        String note,
        @Nullable RoutingOverride pin) {

    static final String HEALTHY = "HEALTHY";
    static final String UNKNOWN = "UNKNOWN";

    /** By somebody's word it is healthy. */
    static final String ORDERED = "TREATED_AS_UP";

    private static final String ALL_THE_SAME = "; gets traffic all the same: ";

    static Admission of(List<DataCenterName> serving) {
        return new Admission(serving, null, "", null);
    }

    /** Nobody serves, and the policy sends traffic to these all the same. */
    static Admission despite(AllDown policy, List<DataCenterName> admitted, @Nullable List<AudienceShares> kept) {
        String name = policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Admission(admitted, kept, ALL_THE_SAME + "nobody serves, and the all-down policy is " + name, null);
    }

    static Admission allSlow(List<DataCenterName> slow) {
        return new Admission(slow, null, ALL_THE_SAME + "nobody is faster", null);
    }

    static Admission pinned(RoutingOverride pin) {
        return new Admission(List.of(pin.where()), null, ALL_THE_SAME + Pin.sentence(pin), pin);
    }

    /**
     * The parts of those that come back; none where everybody else's are away, or an order or the all-down policy decides. And of
     * those that leave, also during a pin, so that they do not come back after it.
     */
    Map<DataCenterName, Standing.Ramp> ramps(List<Candidate> candidates, Situation situation) {
        boolean byPolicy = pin == null && kept == null && note.isEmpty();
        Map<DataCenterName, Standing.Ramp> ramps = byPolicy ? Ramps.of(candidates, situation) : new TreeMap<>();
        for (Candidate candidate : candidates) {
            Leaving leaving = candidate.leaving();
            if (leaving != null && leaving.ramp() != null) {
                ramps.put(candidate.dataCenter(), leaving.ramp());
            } else if (leaving != null) {
                ramps.remove(candidate.dataCenter());
            }
        }
        return ramps.keySet().containsAll(admitted) ? Map.of() : ramps;
    }

    /**
     * How a candidate stands, and why.
     *
     * @param gets whether it has a share of any audience
     * @param ramps of those that come back or leave
     */
    Standing standing(
            Candidate candidate, boolean gets, Modes modes, Instant now, Map<DataCenterName, Standing.Ramp> ramps) {
        Obstacle first =
                candidate.serves() ? serving(candidate) : candidate.obstacles().getFirst();
        Standing before = candidate.before();
        Obstacle behindDrain = first.state() == State.DRAINED ? candidate.obstacle(State.HELD) : null;
        boolean sentToWhileDown = gets && candidate.endpoints().up().isEmpty();
        List<EndpointAddress> endpoints = sentToWhileDown
                ? candidate.pool().endpoints()
                : candidate.endpoints().up();
        Instant since = since(first, behindDrain, before, now);
        Modes.Decided mode = modes.of(candidate, gets || candidate.serves(), since);
        return new Standing(
                candidate.dataCenter(),
                first.state(),
                mode.mode(),
                endpoints,
                since,
                behindDrain != null ? FailbackGate.BEHIND_DRAIN : first.code(),
                gets && !candidate.serves() ? first.reason() + note : first.reason(),
                (before == null || before.neverUp()) && !candidate.endpoints().seenUp(),
                ramps.get(candidate.dataCenter()),
                mode.reason());
    }

    /** A hold behind a drain that begins stays after the releases that it is after, also where the clock was set back. */
    private static Instant since(
            Obstacle first, @Nullable Obstacle behindDrain, @Nullable Standing before, Instant now) {
        if (first.since() != null) {
            return first.since();
        }
        if (before != null && before.state() == first.state()) {
            return before.since();
        }
        Instant hold = behindDrain == null ? null : behindDrain.since();
        return hold != null && hold.isAfter(now) ? hold : now;
    }

    /** The reason of a candidate without obstacles. */
    private Obstacle serving(Candidate candidate) {
        if (pin != null) {
            boolean here = pin.isAbout(candidate.dataCenter());
            return new Obstacle(State.SERVING, here ? Pin.HERE : Pin.ELSEWHERE, Pin.sentence(pin));
        }
        if (candidate.leaving() != null) {
            return new Obstacle(
                    State.SERVING, Standing.DRAINING, candidate.leaving().sentence());
        }
        EndpointFindings endpoints = candidate.endpoints();
        Standing before = candidate.before();
        if (endpoints.order() != null) {
            return new Obstacle(State.SERVING, ORDERED, endpoints.order().sentence());
        }
        if (endpoints.known() > 0) {
            return new Obstacle(
                    State.SERVING,
                    HEALTHY,
                    endpoints.up().size() + " of "
                            + candidate.pool().endpoints().size() + " endpoints are up");
        }
        return before != null && before.code().equals(HEALTHY)
                ? new Obstacle(State.SERVING, HEALTHY, before.reason())
                : new Obstacle(
                        State.SERVING, UNKNOWN, "nothing is known of its endpoints yet: unknown moves no traffic");
    }

    /** The sentence without what was added about getting traffic all the same. */
    static String withoutNote(String reason) {
        int note = reason.lastIndexOf(ALL_THE_SAME);
        return note < 0 ? reason : reason.substring(0, note);
    }
}
