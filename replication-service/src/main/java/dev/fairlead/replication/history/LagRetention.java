package dev.fairlead.replication.history;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes hours of this region's old minutes, one database at a time, and forgets what is older still, of whatever region. A minute
 * becomes part of its hour in the statement that deletes it, so it counts once whoever else does the same.
 */
@Component
final class LagRetention implements AutoCloseable {

    static final Duration MINUTES_KEPT = Duration.ofDays(2);

    /** As far back as anybody may ask. */
    static final Duration KEPT = Duration.ofDays(90);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(100);
    private static final int DATABASES = 50;
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final String here;
    private final InstantSource clock;
    private final Loop loop;

    LagRetention(JdbcClient jdbc, RegionProperties regions, InstantSource clock) {
        this.jdbc = jdbc;
        this.here = regions.region().value();
        this.clock = clock;
        this.loop = Loop.start("lag-retention", INTERVAL, this::pass);
    }

    Pass pass() {
        Instant now = clock.instant();
        Instant before = now.minus(MINUTES_KEPT).truncatedTo(ChronoUnit.HOURS);
        List<String> databases = databasesWithMinutes(before);
        databases.forEach(database -> rollUp(database, before));
        int forgotten = forget(now.minus(KEPT));
        return databases.size() == DATABASES || forgotten == BATCH
                ? new Pass.Again(BETWEEN_BATCHES)
                : new Pass.Settled();
    }

    private List<String> databasesWithMinutes(Instant before) {
        return jdbc.sql("""
                        select distinct database from lag
                        where region = :region and minutes = 1 and at < :before limit :most
                        """)
                .param("region", here)
                .param("before", at(before))
                .param("most", DATABASES)
                .query((row, number) -> row.getString("database"))
                .list();
    }

    private void rollUp(String database, Instant before) {
        jdbc.sql("""
                        with minute as (
                            delete from lag
                            where region = :region and database = :database and minutes = 1 and at < :before
                            returning *)
                        insert into lag as old (region, database, data_center, minutes, at, looked_ms, unknown_ms,
                            least_ms, most_ms, last_ms, bytes)
                        select region, database, data_center, 60, date_trunc('hour', at, 'UTC'), sum(looked_ms),
                            sum(unknown_ms), min(least_ms), max(most_ms),
                            (array_agg(last_ms order by at desc) filter (where last_ms is not null))[1], max(bytes)
                        from minute group by region, database, data_center, date_trunc('hour', at, 'UTC')
                        on conflict (region, database, minutes, at, data_center) do update set
                            looked_ms = old.looked_ms + excluded.looked_ms,
                            unknown_ms = old.unknown_ms + excluded.unknown_ms,
                            least_ms = least(old.least_ms, excluded.least_ms),
                            most_ms = greatest(old.most_ms, excluded.most_ms),
                            last_ms = coalesce(excluded.last_ms, old.last_ms),
                            bytes = greatest(old.bytes, excluded.bytes)
                        """)
                .param("region", here)
                .param("database", database)
                .param("before", at(before))
                .update();
    }

    private int forget(Instant oldest) {
        return jdbc.sql("delete from lag where ctid in (select ctid from lag where at < :oldest limit :most)")
                .param("oldest", at(oldest))
                .param("most", BATCH)
                .update();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        loop.close();
    }
}
