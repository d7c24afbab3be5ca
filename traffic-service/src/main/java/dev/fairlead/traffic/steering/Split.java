package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** The audiences of a plan, and which of the application's data centers get a share of any. */
final class Split {

    private final List<AudienceShares> audiences;
    private final BitSet sharing = new BitSet();

    /** @param pools in order of name */
    Split(List<AudienceShares> audiences, List<DataCenterName> pools) {
        this.audiences = List.copyOf(audiences);
        for (AudienceShares audience : audiences) {
            for (Share share : audience.shares()) {
                sharing.set(Collections.binarySearch(pools, share.dataCenter()));
            }
        }
    }

    List<AudienceShares> audiences() {
        return audiences;
    }

    /** @param pool its place in the order of names */
    boolean gives(int pool) {
        return sharing.get(pool);
    }
}
