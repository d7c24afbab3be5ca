package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.lease.WriteLease;
import dev.fairlead.replication.lease.WriteLeases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Write leases by the rules of the interface, without a database. */
final class InMemoryWriteLeases implements WriteLeases {

    private static final Duration TERM = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<DatabaseName, WriteLease> leases = new ConcurrentHashMap<>();

    InMemoryWriteLeases(InstantSource clock) {
        this.clock = clock;
    }

    /** What a keeper beside the holder does. */
    void renew(DatabaseName database, DataCenterName holder, long epoch) {
        Instant now = clock.instant();
        leases.put(database, new WriteLease(database, holder, epoch, now, now.plus(TERM), null, false));
    }

    @Override
    public Optional<WriteLease> of(DatabaseName database) {
        return Optional.ofNullable(leases.get(database));
    }

    @Override
    public WriteLease revoke(DatabaseName database, long epoch) {
        WriteLease revoked = leases.computeIfPresent(
                database,
                (name, lease) -> lease.epoch() > epoch
                        ? lease
                        : new WriteLease(
                                name,
                                lease.holder(),
                                lease.epoch(),
                                lease.renewedAt(),
                                lease.expires(),
                                lease.fencedAt(),
                                true));
        if (revoked == null) {
            throw new IllegalStateException("there never was a lease of " + database);
        }
        return revoked;
    }

    @Override
    public WriteLease grant(DatabaseName database, DataCenterName holder, long epoch) {
        Instant now = clock.instant();
        return leases.compute(database, (name, lease) -> {
            boolean free = lease == null
                    || (lease.epoch() < epoch
                            && (lease.revoked()
                                    || lease.fencedAt() != null
                                    || lease.expires().isBefore(now)));
            return free ? new WriteLease(name, holder, epoch, now, now.plus(TERM), null, false) : lease;
        });
    }
}
