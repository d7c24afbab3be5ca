package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The leases in the control plane's database; each change is one statement, and only the database's clock counts. */
final class StoredLeases implements WriteLeases {

    private static final String READ = " database, holder, epoch, timeline, renewed_at, expires, fenced_at, revoked,"
            + " (extract(epoch from expires - clock_timestamp()) * 1000)::bigint as left_ms ";

    private static final String NEW_TERM = " renewed_at = clock_timestamp(),"
            + " expires = clock_timestamp() + :ttl * interval '1 millisecond', fenced_at = null ";

    private static final String INSERT = """
            insert into write_lease as held (database, holder, epoch, timeline, renewed_at, expires, revoked)
            values (:database, :holder, :epoch, :timeline, clock_timestamp(),
                    clock_timestamp() + :ttl * interval '1 millisecond', false)
            on conflict (database) do update set
            """;

    private final JdbcClient jdbc;
    private final Supplier<Map<DatabaseName, DatabaseSpec>> databases;

    StoredLeases(JdbcClient jdbc, Supplier<Map<DatabaseName, DatabaseSpec>> databases) {
        this.jdbc = jdbc;
        this.databases = databases;
    }

    @Override
    public Optional<WriteLease> of(DatabaseName database) {
        return find(database).map(StoredLease::lease);
    }

    Optional<StoredLease> find(DatabaseName database) {
        return jdbc.sql("select" + READ + "from write_lease where database = :database")
                .param("database", database.value())
                .query(StoredLeases::read)
                .optional();
    }

    @Override
    public WriteLease revoke(DatabaseName database, long epoch) {
        jdbc.sql("update write_lease set revoked = true where database = :database and epoch <= :epoch")
                .param("database", database.value())
                .param("epoch", epoch)
                .update();
        return of(database)
                .orElseThrow(() -> new IllegalStateException("there never was a write lease of " + database));
    }

    @Override
    public WriteLease grant(DatabaseName database, DataCenterName holder, long epoch) {
        DatabaseSpec spec = databases.get().get(database);
        if (spec == null) {
            throw new IllegalStateException("there is no database " + database);
        }
        return grant(database, holder, epoch, LeaseTerms.of(spec).lease());
    }

    WriteLease grant(DatabaseName database, DataCenterName holder, long epoch, Duration ttl) {
        return changed(
                        INSERT + " holder = excluded.holder, epoch = excluded.epoch, revoked = false," + NEW_TERM + """
                        where held.epoch = excluded.epoch - 1
                          and (held.revoked or held.fenced_at is not null or held.expires < clock_timestamp())
                        """,
                        database,
                        holder,
                        epoch,
                        0,
                        ttl)
                .or(() -> find(database))
                .map(StoredLease::lease)
                .orElseThrow(() -> new IllegalStateException("the write lease of " + database + " was just deleted"));
    }

    /**
     * Takes the lease for a primary that has none: the first one, its data center's own again, or another's that expired without
     * being revoked while this primary's history is the later one.
     *
     * @return the lease under which it writes; empty: it was not given
     */
    Optional<StoredLease> take(DatabaseName database, DataCenterName holder, long timeline, Duration ttl) {
        return changed(INSERT + """
                        epoch = held.epoch
                            + case when held.holder = excluded.holder and held.fenced_at is null then 0 else 1 end,
                        holder = excluded.holder, timeline = greatest(held.timeline, excluded.timeline),
                        """ + NEW_TERM + """
                        where not held.revoked
                          and (held.holder = excluded.holder
                               or held.expires < clock_timestamp() and held.timeline < excluded.timeline)
                        """, database, holder, 1, timeline, ttl);
    }

    /** Empty: it is revoked, fenced or another's, or the epoch is another. */
    Optional<StoredLease> renew(DatabaseName database, DataCenterName holder, long epoch, long timeline, Duration ttl) {
        return changed(
                "update write_lease set timeline = greatest(timeline, :timeline)," + NEW_TERM + """
                        where database = :database and holder = :holder and epoch = :epoch
                          and not revoked and fenced_at is null
                        """,
                database,
                holder,
                epoch,
                timeline,
                ttl);
    }

    /**
     * Gives a lease that nobody revoked back to the holder that fenced its own server, under the next epoch.
     *
     * @param epoch under which it fenced
     */
    Optional<StoredLease> resume(DatabaseName database, DataCenterName holder, long epoch, Duration ttl) {
        return changed("update write_lease set epoch = epoch + 1," + NEW_TERM + """
                        where database = :database and holder = :holder and epoch = :epoch and not revoked
                        """, database, holder, epoch, 0, ttl);
    }

    /** Notes that the holder's server is fenced; once is enough. */
    void fenced(DatabaseName database, DataCenterName holder, long epoch) {
        jdbc.sql("""
                update write_lease set fenced_at = clock_timestamp()
                 where database = :database and holder = :holder and epoch = :epoch and fenced_at is null
                """)
                .param("database", database.value())
                .param("holder", holder.value())
                .param("epoch", epoch)
                .update();
    }

    private Optional<StoredLease> changed(
            String sql, DatabaseName database, DataCenterName holder, long epoch, long timeline, Duration ttl) {
        return jdbc.sql(sql + " returning" + READ)
                .param("database", database.value())
                .param("holder", holder.value())
                .param("epoch", epoch)
                .param("timeline", timeline)
                .param("ttl", ttl.toMillis())
                .query(StoredLeases::read)
                .optional();
    }

    private static StoredLease read(ResultSet row, int number) throws SQLException {
        OffsetDateTime fenced = row.getObject("fenced_at", OffsetDateTime.class);
        return new StoredLease(
                new WriteLease(
                        DatabaseName.of(row.getString("database")),
                        DataCenterName.of(row.getString("holder")),
                        row.getLong("epoch"),
                        instant(row, "renewed_at"),
                        instant(row, "expires"),
                        fenced == null ? null : fenced.toInstant(),
                        row.getBoolean("revoked")),
                row.getLong("timeline"),
                Duration.ofMillis(row.getLong("left_ms")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
