package dev.fairlead.deploy.gate;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a rollout may do to a data center's traffic, and what has come of it. */
public final class TrafficGate {

    /** What {@link #mayDrain} remembers: the largest share, in basis points, that any audience gave before. */
    public static final String SHARE_BEFORE = "shareBefore";

    private TrafficGate() {}

    /** Not into a failover, and never the only data center that serves. */
    public static Readiness mayDrain(RoutingPlan plan, DataCenterName dataCenter) {
        if (standing(plan, dataCenter).isEmpty()) {
            return new Readiness.Refused("%s has no pool in %s".formatted(plan.application(), dataCenter));
        }
        for (Standing standing : plan.standings()) {
            if (inFailover(standing)) {
                return new Readiness.NotYet("%s is %s, no rollout into a failover: %s"
                        .formatted(standing.dataCenter(), state(standing), standing.reason()));
            }
        }
        if (servesAlone(plan, dataCenter)) {
            return new Readiness.Refused("%s is the only data center that serves".formatted(dataCenter));
        }
        return new Readiness.Ready(Map.of(SHARE_BEFORE, Integer.toString(share(plan, dataCenter))));
    }

    /** Whether no audience is sent there any more, and answers given before have expired at those who cached them. */
    public static Outcome drained(RoutingPlan plan, DataCenterName dataCenter, Instant now) {
        int share = share(plan, dataCenter);
        if (share > 0) {
            return new Outcome.NotYet("still gets %d of %d".formatted(share, Share.WHOLE));
        }
        Instant expired = standing(plan, dataCenter)
                .map(standing -> standing.since().plusSeconds(plan.ttlSeconds()))
                .orElse(now);
        return now.isBefore(expired)
                ? new Outcome.NotYet("gets no share; answers given before last until " + expired)
                : Outcome.done("gets no share in plan " + plan.epoch());
    }

    /**
     * Whether the data center serves again.
     *
     * @param hadShare whether it got a share before; one that is only a stand-by has none to come back
     */
    public static Outcome restored(RoutingPlan plan, DataCenterName dataCenter, boolean hadShare) {
        Optional<Standing> found = standing(plan, dataCenter);
        if (found.isEmpty()) {
            return new Outcome.Failed("%s has no pool in %s any more".formatted(plan.application(), dataCenter));
        }
        Standing standing = found.get();
        return switch (standing.state()) {
            case SERVING -> {
                int share = share(plan, dataCenter);
                yield share > 0 || !hadShare
                        ? Outcome.done("gets up to %d of %d in plan %d".formatted(share, Share.WHOLE, plan.epoch()))
                        : new Outcome.NotYet("serves, but gets no share yet");
            }
            case DRAINED, STALE -> new Outcome.NotYet("is %s: %s".formatted(state(standing), standing.reason()));
            case DOWN, HELD -> new Outcome.Failed("is %s: %s".formatted(state(standing), standing.reason()));
        };
    }

    /** Whether draining the data center would leave nobody to serve. */
    public static boolean servesAlone(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.standings().stream()
                .filter(standing -> standing.state() == Standing.State.SERVING)
                .map(Standing::dataCenter)
                .allMatch(dataCenter::equals);
    }

    private static boolean inFailover(Standing standing) {
        return switch (standing.state()) {
            case DOWN, HELD, STALE -> true;
            case SERVING, DRAINED -> false;
        };
    }

    private static int share(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .filter(share -> share.dataCenter().equals(dataCenter))
                .mapToInt(Share::basisPoints)
                .max()
                .orElse(0);
    }

    private static Optional<Standing> standing(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(dataCenter))
                .findFirst();
    }

    private static String state(Standing standing) {
        return switch (standing.state()) {
            case SERVING -> "serving";
            case DRAINED -> "drained";
            case DOWN -> "down";
            case STALE -> "stale";
            case HELD -> "held";
        };
    }
}
