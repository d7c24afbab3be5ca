package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a primary that writes without a lease. Another data center's lease that is no longer renewed goes to
 * a primary with a later history, which an operator made by hand; one with no later history is an old primary that came back.
 */
sealed interface Bid {

    /** It is to ask for the lease. */
    record Take() implements Bid {}

    /** Nothing yet. */
    record Wait(String reason) implements Bid {}

    /**
     * It must not write.
     *
     * @param epoch of the lease that it does not have
     */
    record Fence(long epoch, String reason) implements Bid {}

    /**
     * Decides.
     *
     * @param stored absent: there never was a lease
     */
    static Bid of(@Nullable StoredLease stored, DataCenterName here, Presence.Primary primary) {
        if (stored == null) {
            return primary.alone() ? new Take() : new Wait("needs an operator: several members say they are primary");
        }
        WriteLease lease = stored.lease();
        if (lease.holder().equals(here)) {
            return lease.revoked()
                    ? new Fence(lease.epoch(), "the lease of epoch %d is revoked".formatted(lease.epoch()))
                    : new Take();
        }
        if (primary.timeline() <= stored.timeline()) {
            return new Fence(lease.epoch(), "%s has the lease, of epoch %d".formatted(lease.holder(), lease.epoch()));
        }
        if (lease.revoked()) {
            return new Wait("the lease of %s is revoked: a takeover is under way".formatted(lease.holder()));
        }
        return stored.left().isNegative() && primary.alone()
                ? new Take()
                : new Wait("%s has the lease, of epoch %d".formatted(lease.holder(), lease.epoch()));
    }
}
