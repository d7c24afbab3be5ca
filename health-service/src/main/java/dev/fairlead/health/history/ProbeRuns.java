package dev.fairlead.health.history;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was probed, in runs of equal outcomes. Written behind the prober, which never waits for the database: while it is away
 * runs wait in a bounded queue.
 */
@Component
public final class ProbeRuns implements AutoCloseable {

    /** Who asks for what was probed later than this long ago may miss some of it: it is not written yet. */
    public static final Duration WRITTEN_AFTER = OpenRuns.STORED_EVERY.plusSeconds(10);

    private static final int MAX_WAITING = 50_000;
    private static final int BATCH = 500;
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate reading;
    private final HistoryQueue<ProbeRun> waiting;
    private final OpenRuns open;
    private final Loop writer;

    ProbeRuns(
            JdbcClient jdbc,
            RegionProperties regions,
            PlatformTransactionManager transactions,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true); // a replica may answer
        this.waiting = new HistoryQueue<>("probe-runs", MAX_WAITING, registry);
        this.writer = Loop.start("probe-runs", LONGEST_RETRY, this::write);
        this.open = new OpenRuns(regions.region(), this::store);
    }

    /** Returns at once; called by one thread. */
    public void add(ProbeResult result, HealthCheck check) {
        open.add(result, check);
    }

    /** Ends the runs of all endpoints that are probed here no more. */
    public void keepOnly(Set<Endpoint> probed) {
        open.keepOnly(probed);
    }

    private void store(ProbeRun run) {
        waiting.add(run);
        writer.wake();
    }

    private Pass write() {
        waiting.drain(BATCH, this::write);
        return new Pass.Settled();
    }

    private void write(List<ProbeRun> batch) {
        Map<UUID, ProbeRun> newest = new LinkedHashMap<>();
        batch.forEach(run -> newest.put(run.id(), run));
        Collection<ProbeRun> runs = newest.values();
        jdbc.sql("""
                        insert into probe_run (id, region, application, data_center, address, outcome, reason,
                            from_at, until_at, probes, worst_ms)
                        select * from unnest(:ids, :regions, :applications, :dataCenters, :addresses, :outcomes, :reasons,
                            :froms, :untils, :probes, :worsts)
                        on conflict (id) do update set
                            until_at = excluded.until_at, probes = excluded.probes, worst_ms = excluded.worst_ms
                        """)
                .param("ids", column("uuid", runs, ProbeRun::id))
                .param("regions", column("text", runs, ProbeRun::vantagePoint))
                .param(
                        "applications",
                        column("text", runs, run -> run.endpoint().application()))
                .param("dataCenters", column("text", runs, run -> run.endpoint().dataCenter()))
                .param("addresses", column("text", runs, run -> run.endpoint().address()))
                .param("outcomes", column("text", runs, ProbeRun::outcome))
                .param("reasons", column("text", runs, ProbeRun::reason))
                .param("froms", column("timestamptz", runs, run -> run.starts().from()))
                .param("untils", column("timestamptz", runs, run -> run.starts().until()))
                .param("probes", column("int4", runs, run -> run.starts().count()))
                .param("worsts", column("int4", runs, ProbeRun::worstMs))
                .update();
    }

    private static SqlArrayValue column(String type, Collection<ProbeRun> runs, Function<ProbeRun, Object> value) {
        return new SqlArrayValue(
                type, runs.stream().map(run -> value.apply(run).toString()).toArray());
    }

    /**
     * What every vantage point probed of these applications, as far as it went on after the first moment and began before the
     * second, in order of its begin.
     *
     * @param most how many are wanted at most
     */
    public List<ProbeRun> between(Set<ApplicationName> applications, Instant from, Instant until, int most) {
        Object[] names = applications.stream().map(ApplicationName::value).toArray();
        return Objects.requireNonNull(reading.execute(status -> jdbc.sql("""
                        select * from probe_run
                        where application = any(:applications) and until_at >= :from and from_at <= :until
                        order by from_at limit :most
                        """)
                .param("applications", new SqlArrayValue("text", names))
                .param("from", at(from))
                .param("until", at(until))
                .param("most", most)
                .query(ProbeRuns::run)
                .list()));
    }

    private static ProbeRun run(ResultSet row, int number) throws SQLException {
        return new ProbeRun(
                row.getObject("id", UUID.class),
                RegionName.of(row.getString("region")),
                new Endpoint(
                        ApplicationName.of(row.getString("application")),
                        DataCenterName.of(row.getString("data_center")),
                        EndpointAddress.of(row.getString("address"))),
                ProbeRun.Outcome.valueOf(row.getString("outcome")),
                row.getString("reason"),
                new Starts(moment(row, "from_at"), moment(row, "until_at"), row.getInt("probes")),
                row.getInt("worst_ms"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        writer.close();
        open.keepOnly(Set.of());
        write();
    }
}
