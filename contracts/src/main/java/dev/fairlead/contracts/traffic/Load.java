package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.DataCenterName;
import java.util.List;

/**
 * What a plan sends to a data center, against what its pool can take.
 *
 * @param perSecond requests
 * @param limitPerSecond its capacity without the headroom
 * @param capacityPerSecond what its pool can take
 * @param audiences those whose users it serves, when it gets more than its limit: shedding some of them would help
 */
public record Load(
        DataCenterName dataCenter,
        long perSecond,
        long limitPerSecond,
        long capacityPerSecond,
        List<String> audiences) {

    public Load {
        audiences = List.copyOf(audiences);
    }

    /** Requests per second above the limit, for which nobody had room. */
    public long excessPerSecond() {
        return Math.max(0, perSecond - limitPerSecond);
    }
}
