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
 * @param proof start of the probe behind the newest change against the previous plan; absent: no change
 */
record EndpointFindings(
        List<EndpointAddress> up,
        int known,
        String downReason,
        @Nullable Instant proof) {

    static EndpointFindings of(Pool pool, @Nullable Standing before, Situation situation) {
        List<EndpointAddress> up = new ArrayList<>(pool.endpoints().size());
        int known = 0;
        String downReason = "";
        Instant proof = null;
        for (EndpointAddress address : pool.endpoints()) {
            boolean was = before == null ? situation.previous() == null : wasUp(before, address);
            Verdict verdict = situation.evidence().verdict(pool.dataCenter(), address);
            Health health = verdict == null ? Health.UNKNOWN : verdict.health();
            boolean is = switch (health) {
                case UP -> true;
                case DOWN -> false;
                case UNKNOWN -> was;
            };
            if (is) {
                up.add(address);
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
        return new EndpointFindings(all ? pool.endpoints() : up, known, downReason, proof);
    }

    /** Whether any is up by its verdict, not only because nothing is known of it. */
    boolean seenUp() {
        return known > 0 && !up.isEmpty();
    }

    /** A data center that was down lists its endpoints only where the all-down policy sends to it all the same. */
    private static boolean wasUp(Standing before, EndpointAddress address) {
        return before.state() != Standing.State.DOWN && before.endpoints().contains(address);
    }
}
