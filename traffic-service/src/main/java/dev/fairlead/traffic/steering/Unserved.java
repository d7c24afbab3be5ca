package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The part of its users for whom a plan has no data center that can serve them: they are sent nowhere, or, because the all-down
 * policy gives up health last, to where the application or one that it depends on is down. Each audience counts as much as it asks
 * for; where no demand is told, all audiences count the same.
 *
 * @param basisPoints of all users; 0: everybody is served
 * @param reason in a sentence; empty where everybody is served
 */
public record Unserved(int basisPoints, String reason) {

    private static final Unserved NOBODY = new Unserved(0, "");
    private static final Set<State> UNABLE = EnumSet.of(State.DOWN, State.BLOCKED);

    /** @param distances of the fleet that the plan was decided for */
    public static Unserved of(RoutingPlan plan, @Nullable Demand demand, Distances distances) {
        Set<DataCenterName> unable = new HashSet<>();
        boolean begun = false;
        for (Standing standing : plan.standings()) {
            begun |= !standing.neverUp();
            if (UNABLE.contains(standing.state())) {
                unable.add(standing.dataCenter());
            }
        }
        if (!begun) {
            return NOBODY; // what was never up has no users to lose
        }
        List<AudienceShares> audiences = plan.audiences();
        double[] weights = weights(audiences, demand, distances);
        double lost = 0;
        for (int i = 0; i < weights.length; i++) {
            lost += weights[i] * unserved(audiences.get(i), unable);
        }
        return lost == 0
                ? NOBODY
                : new Unserved(
                        Math.clamp(Math.round(lost / Arrays.stream(weights).sum()), 1, Share.WHOLE), reason(plan));
    }

    private static double[] weights(List<AudienceShares> audiences, @Nullable Demand demand, Distances distances) {
        double[] asked = demand == null ? new double[0] : Audiences.demands(audiences, demand, distances);
        if (Arrays.stream(asked).sum() > 0) {
            return asked;
        }
        double[] alike = new double[audiences.size()];
        Arrays.fill(alike, 1);
        return alike;
    }

    /** In basis points of the audience. */
    private static int unserved(AudienceShares audience, Set<DataCenterName> unable) {
        if (audience.shares().isEmpty()) {
            return Share.WHOLE;
        }
        int unserved = 0;
        for (Share share : audience.shares()) {
            unserved += unable.contains(share.dataCenter()) ? share.basisPoints() : 0;
        }
        return unserved;
    }

    private static String reason(RoutingPlan plan) {
        boolean nowhere =
                plan.audiences().stream().anyMatch(audience -> audience.shares().isEmpty());
        StringJoiner reason = new StringJoiner("; ");
        reason.add(nowhere ? "users are sent nowhere" : "users are sent where they cannot be served");
        for (Standing standing : plan.standings()) {
            if (standing.state() != State.SERVING) {
                reason.add("%s is %s (%s)"
                        .formatted(
                                standing.dataCenter(),
                                Explanation.word(standing.state()),
                                Admission.withoutNote(standing.reason())));
            }
        }
        return reason.toString();
    }
}
