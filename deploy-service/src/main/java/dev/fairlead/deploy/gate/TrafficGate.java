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

    /** The largest share, in basis points, that any audience gave before; or that an operator had drained it, or was about to. */
    private static final String SHARE_BEFORE = "shareBefore";

    private static final String DRAINED = "drained";

    private TrafficGate() {}

    /** Not into a failover, and never the only data center that serves. */
    public static Readiness mayDrain(RoutingPlan plan, DataCenterName dataCenter) {
        Optional<Standing> target = standing(plan, dataCenter);
        if (target.isEmpty()) {
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
        boolean away =
                target.get().state() == Standing.State.DRAINED || target.get().leaving();
        String share = away ? DRAINED : Integer.toString(share(plan, dataCenter));
        return new Readiness.Ready(Map.of(SHARE_BEFORE, share));
    }

    /** Whether no audience is sent there any more. */
    public static Outcome drained(RoutingPlan plan, DataCenterName dataCenter) {
        int share = share(plan, dataCenter);
        return share > 0 ? new Outcome.NotYet(stillGets(share)) : Outcome.done("gets no share in plan " + plan.epoch());
    }

    /**
     * Why users may still come there: it has a share, or answers given before have not expired at those who cached them.
     * Empty when none do.
     */
    public static Optional<String> users(RoutingPlan plan, DataCenterName dataCenter, Instant now) {
        int share = share(plan, dataCenter);
        if (share > 0) {
            return Optional.of(stillGets(share));
        }
        return standing(plan, dataCenter)
                .map(standing -> standing.since().plusSeconds(plan.ttlSeconds()))
                .filter(now::isBefore)
                .map(expired -> "gets no share; answers given before last until " + expired);
    }

    private static String stillGets(int share) {
        return "still gets %d of %d".formatted(share, Share.WHOLE);
    }

    /**
     * Whether the data center stands as before: one that was only a stand-by has no share to come back, and one that an
     * operator had drained stays so.
     *
     * @param remembered what {@link #mayDrain} stored
     */
    public static Outcome restored(RoutingPlan plan, DataCenterName dataCenter, Map<String, String> remembered) {
        Optional<Standing> found = standing(plan, dataCenter);
        if (found.isEmpty()) {
            return new Outcome.Failed("%s has no pool in %s any more".formatted(plan.application(), dataCenter));
        }
        Standing standing = found.get();
        String before = remembered.getOrDefault(SHARE_BEFORE, "0");
        return switch (standing.state()) {
            case SERVING -> {
                int share = share(plan, dataCenter);
                yield share > 0 || before.equals("0") || before.equals(DRAINED)
                        ? Outcome.done("gets up to %d of %d in plan %d".formatted(share, Share.WHOLE, plan.epoch()))
                        : new Outcome.NotYet("serves, but gets no share yet");
            }
            case DRAINED ->
                before.equals(DRAINED)
                        ? Outcome.done("stays drained as before: " + standing.reason())
                        : new Outcome.NotYet("is drained: " + standing.reason());
            case STALE, SLOW, BLOCKED -> new Outcome.NotYet("is %s: %s".formatted(state(standing), standing.reason()));
            case DOWN, HELD -> new Outcome.Failed("is %s: %s".formatted(state(standing), standing.reason()));
        };
    }

    /** Whether draining the data center would leave nobody to serve. */
    public static boolean servesAlone(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.standings().stream()
                .filter(standing -> standing.state() == Standing.State.SERVING && !standing.leaving())
                .map(Standing::dataCenter)
                .allMatch(dataCenter::equals);
    }

    private static boolean inFailover(Standing standing) {
        return switch (standing.state()) {
            case DOWN, HELD, STALE, SLOW, BLOCKED -> true;
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
            case SLOW -> "slow";
            case BLOCKED -> "blocked";
            case HELD -> "held";
        };
    }
}
