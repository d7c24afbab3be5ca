package dev.fairlead.replication.history;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.history.HistoryQueue;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of lag. Each region writes what it finds, in batches; while the database is away they wait in a bounded queue. A row may
 * be written twice, by a replica of this service or by this one before a restart: then it holds the extremes of both, and the
 * time of the one that looked longer.
 */
@Component
final class LagHistory implements AutoCloseable {

    private static final int MAX_WAITING = 50_000;
    private static final int BATCH = 500;
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** In an array of the statement: there is none. */
    private static final long NONE = -1;

    private final JdbcClient jdbc;
    private final RegionName here;
    private final TransactionTemplate reading;
    private final HistoryQueue<LagSample> waiting;
    private final Loop writer;

    LagHistory(
            JdbcClient jdbc,
            RegionProperties regions,
            PlatformTransactionManager transactions,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.here = regions.region();
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true); // a replica may answer
        this.waiting = new HistoryQueue<>("lag", MAX_WAITING, registry);
        this.writer = Loop.start("lag-history", LONGEST_RETRY, this::write);
    }

    /** Returns at once. */
    void add(LagSample sample) {
        waiting.add(sample);
        writer.wake();
    }

    private Pass write() {
        waiting.drain(BATCH, this::write);
        return new Pass.Settled();
    }

    private void write(List<LagSample> samples) {
        jdbc.sql("""
                        insert into lag as old (region, database, data_center, minutes, at, looked_ms, unknown_ms,
                            least_ms, most_ms, last_ms, bytes)
                        select :region, database, data_center, :minutes, at, max(looked_ms),
                            (array_agg(unknown_ms order by looked_ms desc))[1],
                            min(nullif(least_ms, -1)), max(nullif(most_ms, -1)),
                            (array_agg(nullif(last_ms, -1) order by looked_ms desc))[1], max(nullif(bytes, -1))
                        from unnest(:databases, :dataCenters, :ats, :looked, :unknown, :least, :most, :last, :bytes)
                            as new (database, data_center, at, looked_ms, unknown_ms, least_ms, most_ms, last_ms, bytes)
                        group by database, data_center, at
                        on conflict (region, database, minutes, at, data_center) do update set
                            looked_ms = greatest(old.looked_ms, excluded.looked_ms),
                            unknown_ms = case when excluded.looked_ms > old.looked_ms
                                then excluded.unknown_ms else old.unknown_ms end,
                            least_ms = least(old.least_ms, excluded.least_ms),
                            most_ms = greatest(old.most_ms, excluded.most_ms),
                            last_ms = coalesce(excluded.last_ms, old.last_ms),
                            bytes = greatest(old.bytes, excluded.bytes)
                        """)
                .param("region", here.value())
                .param("minutes", LagSample.Length.MINUTE.minutes())
                .param(
                        "databases",
                        column("text", samples, sample -> sample.member().database()))
                .param(
                        "dataCenters",
                        column("text", samples, sample -> sample.member().dataCenter()))
                .param("ats", column("timestamptz", samples, LagSample::at))
                .param(
                        "looked",
                        column("int8", samples, sample -> sample.looked().ms()))
                .param(
                        "unknown",
                        column("int8", samples, sample -> sample.looked().unknownMs()))
                .param("least", column("int8", samples, sample -> bound(sample, LagSample.Bounds::least)))
                .param("most", column("int8", samples, sample -> bound(sample, LagSample.Bounds::most)))
                .param("last", column("int8", samples, sample -> bound(sample, LagSample.Bounds::last)))
                .param("bytes", column("int8", samples, sample -> Objects.requireNonNullElse(sample.bytes(), NONE)))
                .update();
    }

    private static SqlArrayValue column(String type, List<LagSample> samples, Function<LagSample, Object> value) {
        return new SqlArrayValue(
                type,
                samples.stream().map(sample -> value.apply(sample).toString()).toArray());
    }

    private static long bound(LagSample sample, Function<LagSample.Bounds, Long> which) {
        LagSample.Bounds bounds = sample.bounds();
        return bounds == null ? NONE : which.apply(bounds);
    }

    /**
     * What a region found of a database, as far as it was after the first moment and before the second; in order of time.
     *
     * @param region absent: this one
     */
    List<LagSample> between(DatabaseName database, @Nullable RegionName region, Instant from, Instant to) {
        return Objects.requireNonNull(reading.execute(status -> jdbc.sql("""
                        select * from lag
                        where region = :region and database = :database and at < :to
                            and (minutes = 1 and at > :from - interval '1 minute'
                                or minutes = 60 and at > :from - interval '1 hour')
                        order by at, minutes desc, data_center
                        """)
                .param("region", (region == null ? here : region).value())
                .param("database", database.value())
                .param("from", at(from))
                .param("to", at(to))
                .query(LagHistory::sample)
                .list()));
    }

    private static LagSample sample(ResultSet row, int number) throws SQLException {
        return new LagSample(
                new LagSample.Member(
                        DatabaseName.of(row.getString("database")), DataCenterName.of(row.getString("data_center"))),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                LagSample.Length.ofMinutes(row.getInt("minutes")),
                new LagSample.Looked(row.getLong("looked_ms"), row.getLong("unknown_ms")),
                bounds(row),
                number(row, "bytes"));
    }

    private static LagSample.@Nullable Bounds bounds(ResultSet row) throws SQLException {
        Long least = number(row, "least_ms");
        Long most = number(row, "most_ms");
        Long last = number(row, "last_ms");
        return least == null || most == null
                ? null
                : new LagSample.Bounds(least, most, Objects.requireNonNullElse(last, most));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(number);
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        writer.close();
        write();
    }
}
