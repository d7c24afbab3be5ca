package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.faults.Harms;
import java.time.Instant;

/**
 * Requests of one region's users that failed. They may only at a data center that has just been lost, as long as that
 * takes to be detected: who is still sent there afterwards sees that it was not left.
 */
final class Failures {

    private final RegionName region;
    private final Limits limits;
    private final Tally tally;

    Failures(RegionName region, Limits limits, Tally tally) {
        this.region = region;
        this.limits = limits;
        this.tally = tally;
    }

    /**
     * A request that was sent on to a data center.
     *
     * @param to the region that the data center is in
     */
    record Request(RegionName to, Instant sent) {}

    /** DNS gave no address, which nothing excuses. */
    void unanswered(String reason, Harms harmed) {
        judge("DNS gives no address: " + reason, false, harmed);
    }

    /** A user's who was told the address. */
    void direct(Request request, String reason, Harms harmed) {
        judge("DNS sends to %s: %s".formatted(request.to(), reason), justLost(request, harmed), harmed);
    }

    /** One through the edge, which stands in its region; users do not. */
    void throughEdge(Request request, String reason, Harms harmed) {
        judge(
                "the edge, to %s: %s".formatted(request.to(), reason),
                justLost(request, harmed) || harmed.parted(region, request.to()),
                harmed);
    }

    private void judge(String failure, boolean excused, Harms harmed) {
        if (harmed.serves(region) && !excused) {
            tally.violated(Invariant.FAILED_REQUESTS, "%s: %s".formatted(region, failure));
        }
    }

    private boolean justLost(Request request, Harms harmed) {
        return harmed.dataCenterLostAt(request.to())
                .filter(lost -> request.sent().isBefore(lost.plus(limits.detection())))
                .isPresent();
    }
}
