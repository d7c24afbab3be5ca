package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who gets traffic: those that serve, else those that are only slow, and when nobody is left, whom the policy names. Fail-open
 * gives up one demand after the other until somebody is left: first the hold, then freshness, last health and dependencies.
 * Fail-static does the same where there are no previous shares to keep. While the replication-service is silent, those that have
 * users go on as long as they are well, whatever was given up for them. A drain is an order and is never ignored.
 */
final class AllDownPolicy {

    private static final List<Set<State>> CONCESSIONS = List.of(
            EnumSet.of(State.SLOW, State.HELD),
            EnumSet.of(State.SLOW, State.HELD, State.STALE),
            EnumSet.of(State.SLOW, State.HELD, State.STALE, State.BLOCKED, State.DOWN));

    private AllDownPolicy() {}

    static Admission admit(List<Candidate> candidates, Situation situation) {
        List<DataCenterName> serving = names(candidates, Candidate::serves);
        if (!serving.isEmpty()) {
            return Admission.of(serving);
        }
        List<DataCenterName> slow = names(candidates, candidate -> candidate.servesDespite(EnumSet.of(State.SLOW)));
        if (!slow.isEmpty()) {
            return Admission.allSlow(slow);
        }
        AllDown policy = situation.application().spec().steering().allDown();
        RoutingPlan previous = situation.previous();
        return switch (policy) {
            case FAIL_OPEN -> failOpen(candidates, policy, situation);
            case FAIL_STATIC ->
                previous == null
                        ? failOpen(candidates, policy, situation)
                        : failStatic(candidates, previous, situation);
            case FAIL_CLOSED -> Admission.of(List.of());
        };
    }

    private static Admission failOpen(List<Candidate> candidates, AllDown policy, Situation situation) {
        if (situation.replicationSilent()) {
            List<DataCenterName> goOn =
                    names(candidates, candidate -> candidate.hadUsers() && candidate.servesDespite(CONCESSIONS.get(1)));
            if (!goOn.isEmpty()) {
                return Admission.despite(policy, goOn, null);
            }
        }
        for (Set<State> conceded : CONCESSIONS) {
            List<DataCenterName> left = names(candidates, candidate -> candidate.servesDespite(conceded));
            if (!left.isEmpty()) {
                return Admission.despite(policy, left, null);
            }
        }
        return Admission.of(List.of());
    }

    private static Admission failStatic(List<Candidate> candidates, RoutingPlan previous, Situation situation) {
        Set<DataCenterName> may =
                new HashSet<>(names(candidates, candidate -> candidate.servesDespite(CONCESSIONS.getLast())));
        List<AudienceShares> kept = KeptShares.of(previous.audiences(), may);
        List<DataCenterName> sharing = List.copyOf(Audiences.sharing(kept));
        return sharing.isEmpty()
                ? failOpen(candidates, AllDown.FAIL_STATIC, situation)
                : Admission.despite(AllDown.FAIL_STATIC, sharing, kept);
    }

    private static List<DataCenterName> names(List<Candidate> candidates, Predicate<Candidate> wanted) {
        List<DataCenterName> names = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (wanted.test(candidate)) {
                names.add(candidate.dataCenter());
            }
        }
        return names;
    }
}
