package dev.fairlead.traffic.plan;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class PlanHistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Fleet FLEET = new Fleet(Map.of());
    private static final RegionProperties HERE = region("local");
    private static final Application SHOP = application("shop");
    private static final Application CALLS = application("calls");

    private final TestDatabase database = TestDatabase.create("traffic");
    private final DriverManagerDataSource source =
            new DriverManagerDataSource(database.url(), database.user(), database.password());
    private final JdbcClient jdbc = JdbcClient.create(source);

    @BeforeEach
    void migrate() {
        Flyway.configure().dataSource(source).load().migrate();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Application application(String name) {
        return new Application(
                ApplicationName.of(name),
                new ApplicationSpec(
                        name + ".example.com", 5, List.of(), HealthCheck.defaults(), SteeringPolicy.defaults(), null));
    }

    private static RegionProperties region(String name) {
        return new RegionProperties(RegionName.of(name), Map.of());
    }

    private PlanHistory history(JsonMapper json, RegionProperties region) {
        return new PlanHistory(jdbc, json, region, new JdbcTransactionManager(source), new SimpleMeterRegistry());
    }

    private static Decision decision(Application application, Instant at) {
        Situation situation = new Situation(application, FLEET, Evidence.NONE, Orders.NONE, null, at);
        return new Decision(Steering.decide(situation, Distances.of(FLEET, PlacesFile.read())), situation);
    }

    private void olderPlans(Application application, int count) {
        jdbc.sql("""
                        insert into plan_history (application, epoch, decided_at, plan, inputs)
                        select ?, epoch, timestamptz 'epoch', '{}', '{}' from generate_series(1, ?) epoch
                        """).params(application.name().value(), count).update();
    }

    private List<Long> epochs(Application application) {
        return jdbc.sql("select epoch from plan_history where application = ? order by epoch")
                .param(application.name().value())
                .query((row, number) -> row.getLong(1))
                .list();
    }

    @Test
    void keepsTheNewestPlansOfEachApplicationOnly() {
        olderPlans(SHOP, PlanHistory.KEPT + 10);
        olderPlans(CALLS, 3);
        Decision decision = decision(SHOP, Instant.parse("2026-01-01T00:00:00Z"));
        try (PlanHistory history = history(JsonMapper.shared(), HERE)) {
            history.add(decision);
            eventually(
                    PATIENCE,
                    () -> assertThat(epochs(SHOP))
                            .hasSize(PlanHistory.KEPT)
                            .startsWith(12L)
                            .endsWith(decision.plan().epoch()));
            assertThat(epochs(CALLS)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void readsWhatANewerVersionWrote() {
        Decision decision = decision(SHOP, Instant.parse("2026-01-01T00:00:00Z"));
        try (PlanHistory history = history(strict(), HERE)) {
            history.add(decision);
            eventually(PATIENCE, () -> assertThat(epochs(SHOP)).hasSize(1));
            jdbc.sql("update plan_history set plan = (plan::jsonb || '{\"colour\": 1}')::json")
                    .update();
            Map<ApplicationName, RoutingPlan> latest = history.latest(List.of(SHOP));
            assertThat(latest).isEqualTo(Map.of(SHOP.name(), decision.plan()));
        }
    }

    @Test
    void startsFromTheNewestOfItsOwnRegionElseOfAny() {
        Decision decision = decision(SHOP, Instant.parse("2026-01-01T00:00:00Z"));
        Decision later = decision(SHOP, Instant.parse("2026-01-01T00:01:00Z"));
        try (PlanHistory west = history(strict(), region("west"));
                PlanHistory east = history(strict(), region("east"));
                PlanHistory north = history(strict(), region("north"))) {
            west.add(decision);
            east.add(later);
            eventually(PATIENCE, () -> assertThat(epochs(SHOP)).hasSize(2));
            assertThat(west.latest(List.of(SHOP))).isEqualTo(Map.of(SHOP.name(), decision.plan()));
            assertThat(north.latest(List.of(SHOP))).isEqualTo(Map.of(SHOP.name(), later.plan()));
            assertThat(west.list(SHOP.name(), 10)).containsExactly(decision.plan());
            assertThat(north.at(SHOP.name(), Instant.parse("2026-01-01T00:02:00Z")))
                    .hasValueSatisfying(found -> assertThat(found.plan()).isEqualTo(later.plan()));
        }
    }

    /** As the service's own mapper is. */
    private static JsonMapper strict() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
