package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.util.Optional;

/** The write leases, one for each database at most. Each change is one compare and set in the control plane's database. */
public interface WriteLeases {

    Optional<WriteLease> of(DatabaseName database);

    /**
     * From now on nobody renews under an epoch up to this one; before that, nothing about it proves anything. Can be repeated.
     *
     * @return the lease as it is, which is not revoked if its epoch is higher
     * @throws IllegalStateException if there never was a lease: nobody could be told
     */
    WriteLease revoke(DatabaseName database, long epoch);

    /**
     * Gives the lease to the new primary's data center, if the one of the epoch before is revoked, expired or fenced, or if there
     * never was one. Given back to whom it was revoked from, it lets a server that was fenced for it start again. Can be repeated.
     *
     * @return the lease as it is, which is the holder's under that epoch only if it was given
     */
    WriteLease grant(DatabaseName database, DataCenterName holder, long epoch);
}
