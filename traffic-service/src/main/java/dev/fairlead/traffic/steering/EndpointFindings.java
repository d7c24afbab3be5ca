package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints of a pool count as up. An unknown one stays as the previous plan had it; in the very first plan of an
 * application it counts as up, later a new one has to be seen up first: unknown never moves traffic.
 *
 * @param up those that may be sent to, in the pool's order
 * @param known how many have a verdict of up or down
 * @param downReason of the first that is down; empty when none is
 * @param slowReason of the first, where all that are up are slow; empty: one is not, or none is up
 * @param order somebody's word that counts in place of the verdicts; absent: they count
 * @param proof start of the probe behind the newest change against the previous plan; absent: no change
 */
record EndpointFindings(
        List<EndpointAddress> up,
        int known,
        String downReason,
        String slowReason,
        @Nullable HealthOrder order,
        @Nullable Instant proof) {

    static EndpointFindings of(Pool pool, @Nullable Standing before, Situation situation) {
        HealthOrder order = HealthOrder.about(pool.dataCenter(), situation);
        return order == null ? found(pool, before, situation) : ordered(pool, before, order);
    }

    private static EndpointFindings ordered(Pool pool, @Nullable Standing before, HealthOrder order) {
        List<EndpointAddress> up = order.up() ? pool.endpoints() : List.of();
        boolean changes =
                before == null || pool.endpoints().stream().anyMatch(each -> wasUp(before, each) != order.up());
        return new EndpointFindings(
                up,
                pool.endpoints().size(),
                order.up() ? "" : order.sentence(),
                "",
                order,
                changes ? order.since() : null);
    }

    private static EndpointFindings found(Pool pool, @Nullable Standing before, Situation situation) {
        List<EndpointAddress> up = new ArrayList<>(pool.endpoints().size());
        int known = 0;
        String downReason = "";
        boolean fast = false;
        String slowReason = "";
        Instant proof = null;
        for (EndpointAddress address : pool.endpoints()) {
            boolean was = before == null ? situation.previous() == null : wasUp(before, address);
            Verdict verdict = situation.evidence().verdict(pool.dataCenter(), address);
            Health health = verdict == null ? Health.UNKNOWN : verdict.health();
            boolean is = switch (health) {
                case UP, SLOW -> true;
                case DOWN -> false;
                case UNKNOWN -> was;
            };
            if (is) {
                up.add(address);
                boolean slow = health == Health.SLOW || (health == Health.UNKNOWN && wasSlow(before));
                fast |= !slow;
                slowReason = !slow || !slowReason.isEmpty() ? slowReason : slowReason(verdict, before);
            }
            if (verdict == null || health == Health.UNKNOWN) {
                continue;
            }
            known++;
            if (!is && downReason.isEmpty()) {
                downReason = verdict.reason();
            }
            if (is != was && (proof == null || verdict.proof().isAfter(proof))) {
                proof = verdict.proof();
            }
        }
        boolean all = up.size() == pool.endpoints().size(); // then no list of its own has to be kept
        return new EndpointFindings(
                all ? pool.endpoints() : up, known, downReason, fast ? "" : slowReason, null, proof);
    }

    /** Whether any is up by its verdict, not only because nothing is known of it. */
    boolean seenUp() {
        return known > 0 && !up.isEmpty();
    }

    private static boolean wasSlow(@Nullable Standing before) {
        return before != null && before.state() == Standing.State.SLOW;
    }

    private static String slowReason(@Nullable Verdict verdict, @Nullable Standing before) {
        return verdict != null ? verdict.reason() : before == null ? "" : before.reason();
    }

    private static boolean wasUp(Standing before, EndpointAddress address) {
        return !HealthGate.saysNoneUp(before) && before.endpoints().contains(address);
    }
}
