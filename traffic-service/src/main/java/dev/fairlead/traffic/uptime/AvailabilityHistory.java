package dev.fairlead.traffic.uptime;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.history.HistoryQueue;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.traffic.steering.Unserved;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where the part of the users whom decisions leave unserved changed. Beside the history of plans, because that one keeps a number
 * of plans and not a time, and a failover that leaves nobody unserved is a plan but no row here: a month is some rows, and read without a
 * single plan. Written behind the decisions. Each region writes and reads its own; what another one wrote is read only where this one
 * never wrote anything.
 */
@Component
public class AvailabilityHistory implements AutoCloseable {

    /** For each application and region: what flaps for longer than that is known for less than the longest window. */
    static final int KEPT = 10_000;

    /** The longest window, and a day. */
    static final Duration KEPT_FOR = Duration.ofDays(UptimeController.MOST_DAYS + 1L);

    private static final int QUEUE = 10_000;
    private static final int BATCH = 100;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 1_000;

    private final JdbcClient jdbc;
    private final String region;
    private final TransactionTemplate reading;
    private final HistoryQueue<Entry> queue;
    private final Map<ApplicationName, Change> newest = new ConcurrentHashMap<>();
    private final Loop loop;

    AvailabilityHistory(
            JdbcClient jdbc,
            RegionProperties regions,
            PlatformTransactionManager transactions,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.region = regions.region().value();
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true); // a replica may answer
        this.queue = new HistoryQueue<>("availability", QUEUE, registry);
        this.loop = Loop.start("availability-history", INTERVAL, this::drain);
    }

    private record Entry(ApplicationName application, Change change) {}

    /** Takes what a plan means for users, to be written soon; never waits. Plans of one application come in their order. */
    public void add(RoutingPlan plan, Unserved unserved) {
        Change before = newest.get(plan.application());
        if (before != null && before.basisPoints() == unserved.basisPoints()) {
            return;
        }
        String reason = unserved.reason();
        Change change = new Change(
                plan.epoch(),
                plan.decidedAt(),
                unserved.basisPoints(),
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        newest.put(plan.application(), change);
        queue.add(new Entry(plan.application(), change));
        loop.wake();
    }

    /** Lets go of what is in memory of all other applications: they were deleted. */
    public void keepOnly(Set<ApplicationName> applications) {
        newest.keySet().retainAll(applications);
    }

    private Pass drain() {
        queue.drain(BATCH, batch -> batch.forEach(this::write));
        return new Pass.Settled();
    }

    /** A replica, or this process before it was started again, may have written the same already. */
    private void write(Entry entry) {
        Change change = entry.change();
        int written = jdbc.sql("""
                        insert into availability (application, region, epoch, at, unserved, reason)
                        select :application, :region, :epoch, :at, :unserved, :reason
                        where :unserved is distinct from (
                            select unserved from availability
                            where application = :application and region = :region and epoch <= :epoch
                            order by epoch desc limit 1)
                        on conflict do nothing
                        """)
                .param("application", entry.application().value())
                .param("region", region)
                .param("epoch", change.epoch())
                .param("at", at(change.at()))
                .param("unserved", change.basisPoints())
                .param("reason", change.reason())
                .update();
        if (written > 0) {
            prune(entry);
        }
    }

    /** What a window of the longest time needs no more; the row before its beginning says how it began. */
    private void prune(Entry entry) {
        jdbc.sql("""
                        delete from availability where application = :application and region = :region and (
                            epoch < (select max(epoch) from availability
                                where application = :application and region = :region and at <= :oldest)
                            or epoch <= (select epoch from availability
                                where application = :application and region = :region
                                order by epoch desc offset :kept limit 1))
                        """)
                .param("application", entry.application().value())
                .param("region", region)
                .param("oldest", at(entry.change().at().minus(KEPT_FOR)))
                .param("kept", KEPT)
                .update();
    }

    /** All that says how it was since then: the changes after that moment and the last one before it, {@link #KEPT} at most. */
    List<Change> since(ApplicationName application, Instant from) {
        List<Change> written = Objects.requireNonNull(reading.execute(status -> read(application, from)));
        Change last = newest.get(application);
        if (last == null || written.stream().anyMatch(change -> change.epoch() == last.epoch())) {
            return written;
        }
        List<Change> all = new ArrayList<>(written);
        all.add(last);
        return all;
    }

    private List<Change> read(ApplicationName application, Instant from) {
        return jdbc.sql("""
                        with whose as (
                            select region from availability where application = :application
                            order by region = :region desc, epoch desc limit 1),
                        beginning as (
                            select coalesce(max(epoch), 0) as epoch from availability
                            where application = :application and region = (select region from whose) and at <= :from)
                        select epoch, at, unserved, reason from availability
                        where application = :application and region = (select region from whose)
                        and epoch >= (select epoch from beginning)
                        order by epoch desc limit :most
                        """)
                .param("application", application.value())
                .param("region", region)
                .param("from", at(from))
                .param("most", KEPT)
                .query(AvailabilityHistory::change)
                .list();
    }

    private static Change change(ResultSet row, int number) throws SQLException {
        return new Change(
                row.getLong("epoch"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getInt("unserved"),
                row.getString("reason"));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        loop.close();
    }
}
