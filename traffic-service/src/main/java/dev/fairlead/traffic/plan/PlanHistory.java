package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.history.HistoryQueue;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Situation;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every plan there was, with its inputs. Written behind the decisions by a loop of its own: while the database is away
 * decisions wait in a bounded queue. The newest {@value #KEPT} plans of each application are kept for each region, which writes
 * and reads its own; what another one wrote is read only where this one never wrote anything.
 */
@Component
class PlanHistory implements AutoCloseable {

    static final int KEPT = 1_000;

    private static final int QUEUE = 10_000;
    private static final int BATCH = 100;
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** This region where it wrote of the application, else whoever wrote last. */
    private static final String ITS_REGION = """
            (select region from plan_history where application = :application
            order by region = :region desc, epoch desc limit 1)""";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final String region;
    private final TransactionTemplate reading;
    private final HistoryQueue<Decision> queue;
    private final Map<ApplicationName, Decision> newest = new ConcurrentHashMap<>();
    private final Loop loop;

    PlanHistory(
            JdbcClient jdbc,
            JsonMapper json,
            RegionProperties regions,
            PlatformTransactionManager transactions,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.json = LenientJson.of(json);
        this.region = regions.region().value();
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true); // a replica may answer
        this.queue = new HistoryQueue<>("plans", QUEUE, registry);
        this.loop = Loop.start("plan-history", INTERVAL, this::drain);
    }

    /** Takes the decision to be written soon; never waits. */
    void add(Decision decision) {
        newest.put(decision.plan().application(), decision);
        queue.add(decision);
        loop.wake();
    }

    /** Lets go of what is in memory of all other applications: they were deleted. */
    void keepOnly(Set<ApplicationName> applications) {
        newest.keySet().retainAll(applications);
    }

    private Pass drain() {
        queue.drain(BATCH, batch -> batch.forEach(this::write));
        return new Pass.Settled();
    }

    private void write(Decision decision) {
        RoutingPlan plan = decision.plan();
        jdbc.sql("""
                        insert into plan_history (application, region, epoch, decided_at, plan, inputs)
                        values (?, ?, ?, ?, ?::json, ?::json)
                        on conflict do nothing
                        """)
                .params(
                        plan.application().value(),
                        region,
                        plan.epoch(),
                        at(plan.decidedAt()),
                        json.writeValueAsString(plan),
                        json.writeValueAsString(decision.situation()))
                .update();
        jdbc.sql("""
                        delete from plan_history
                        where application = :application and region = :region and epoch <= (
                            select epoch from plan_history where application = :application and region = :region
                            order by epoch desc offset :kept limit 1)
                        """)
                .param("application", plan.application().value())
                .param("region", region)
                .param("kept", KEPT)
                .update();
    }

    /** The newest stored plan of each of these applications. */
    Map<ApplicationName, RoutingPlan> latest(List<Application> applications) {
        String[] names = applications.stream()
                .map(application -> application.name().value())
                .toArray(String[]::new);
        Map<ApplicationName, RoutingPlan> latest = new HashMap<>();
        jdbc.sql("""
                        select newest.plan from unnest(:names) as asked (name) cross join lateral (
                          select plan from plan_history where application = asked.name
                          and region = %s order by epoch desc limit 1) as newest
                        """.formatted(ITS_REGION.replace(":application", "asked.name")))
                .param("names", new SqlArrayValue("text", (Object[]) names))
                .param("region", region)
                .query((row, number) -> json.readValue(row.getString("plan"), RoutingPlan.class))
                .list()
                .forEach(plan -> latest.put(plan.application(), plan));
        return latest;
    }

    /** Newest first. */
    List<RoutingPlan> list(ApplicationName application, int limit) {
        return read(() -> jdbc.sql("""
                        select plan from plan_history where application = :application
                        and region = %s order by epoch desc limit :limit
                        """.formatted(ITS_REGION))
                .param("application", application.value())
                .param("region", region)
                .param("limit", limit)
                .query((row, number) -> json.readValue(row.getString("plan"), RoutingPlan.class))
                .list());
    }

    /** The plan that was in force at that moment; the newest from memory, so that it can be explained without database. */
    Optional<Recorded> at(ApplicationName application, Instant moment) {
        Decision last = newest.get(application);
        if (last != null && !last.plan().decidedAt().isAfter(moment)) {
            return Optional.of(new Recorded(last.plan(), json.valueToTree(last.situation())));
        }
        return read(() -> jdbc.sql("""
                        select plan, inputs from plan_history where application = :application
                        and region = %s and decided_at <= :moment order by epoch desc limit 1
                        """.formatted(ITS_REGION))
                .param("application", application.value())
                .param("region", region)
                .param("moment", at(moment))
                .query(this::recorded)
                .optional());
    }

    /** What was in force when the period began, and all that was decided in it, in order of time. */
    List<Decided> between(ApplicationName application, Instant from, Instant to) {
        return read(() -> jdbc.sql("""
                        with own as (
                          select epoch, plan, inputs, decided_at from plan_history
                          where application = :application and region = %s and decided_at <= :to)
                        select plan, inputs from own
                        where epoch >= coalesce((select max(epoch) from own where decided_at <= :from), 0)
                        order by epoch
                        """.formatted(ITS_REGION))
                .param("application", application.value())
                .param("region", region)
                .param("from", at(from))
                .param("to", at(to))
                .query((row, number) -> new Decided(
                        json.readValue(row.getString("plan"), RoutingPlan.class),
                        json.readValue(row.getString("inputs"), Situation.class)))
                .list());
    }

    private <T> T read(Supplier<T> read) {
        return Objects.requireNonNull(reading.execute(status -> read.get()));
    }

    private Recorded recorded(ResultSet row, int number) throws SQLException {
        return new Recorded(
                json.readValue(row.getString("plan"), RoutingPlan.class), json.readTree(row.getString("inputs")));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        loop.close();
    }

    /** @param inputs the situation it was decided on, as JSON: an older version of the service may have written it */
    record Recorded(RoutingPlan plan, JsonNode inputs) {}

    /** A decision with the inputs as this version understands them. */
    record Decided(RoutingPlan plan, Situation situation) {}
}
