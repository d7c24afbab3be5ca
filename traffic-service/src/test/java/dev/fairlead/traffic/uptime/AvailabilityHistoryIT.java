package dev.fairlead.traffic.uptime;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.traffic.steering.Unserved;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class AvailabilityHistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final ApplicationName CALLS = ApplicationName.of("calls");
    private static final Unserved NOBODY = new Unserved(0, "");
    private static final Unserved ALL = new Unserved(10_000, "all is down");

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

    private AvailabilityHistory history(String region) {
        return new AvailabilityHistory(
                jdbc,
                new RegionProperties(RegionName.of(region), Map.of()),
                new JdbcTransactionManager(source),
                new SimpleMeterRegistry());
    }

    private static RoutingPlan plan(ApplicationName application, long epoch, Instant at) {
        return new RoutingPlan(application, "host.example.com", 5, epoch, at, null, List.of(), List.of(), null);
    }

    private static Instant after(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private void row(String region, long epoch, Instant at, int unserved) {
        jdbc.sql("insert into availability values ('shop', ?, ?, ?, ?, '')")
                .params(region, epoch, at.atOffset(ZoneOffset.UTC), unserved)
                .update();
    }

    private List<Long> epochs() {
        return jdbc.sql("select epoch from availability where application = 'shop' order by epoch")
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private static List<Long> epochs(List<Change> changes) {
        return changes.stream().map(Change::epoch).sorted().toList();
    }

    @Test
    void keepsOnlyWhereThePartOfTheUsersChanges() {
        try (AvailabilityHistory history = history("local")) {
            history.add(plan(SHOP, 1, NOON), NOBODY);
            history.add(plan(SHOP, 2, after(1)), NOBODY);
            history.add(plan(SHOP, 3, after(2)), ALL);
            history.add(plan(SHOP, 4, after(3)), new Unserved(10_000, "still"));
            history.add(plan(CALLS, 9, after(3)), NOBODY);
            history.add(plan(SHOP, 5, after(4)), NOBODY);
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L, 3L, 5L));
            assertThat(history.since(SHOP, NOON))
                    .containsExactly(
                            new Change(5, after(4), 0, ""),
                            new Change(3, after(2), 10_000, "all is down"),
                            new Change(1, NOON, 0, ""));
        }
    }

    @Test
    void writesNothingAnewWhenItIsStartedAgain() {
        try (AvailabilityHistory history = history("local")) {
            history.add(plan(SHOP, 1, NOON), NOBODY);
            history.add(plan(SHOP, 3, after(2)), ALL);
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L, 3L));
        }
        try (AvailabilityHistory again = history("local")) {
            again.add(plan(SHOP, 4, after(3)), ALL);
            again.add(plan(SHOP, 5, after(4)), NOBODY);
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L, 3L, 5L));
        }
    }

    @Test
    void theLastChangeBeforeTheWindowSaysHowItBegan() {
        row("local", 1, after(0), 0);
        row("local", 2, after(10), 10_000);
        row("local", 3, after(20), 0);
        row("local", 4, after(30), 10_000);
        try (AvailabilityHistory history = history("local")) {
            assertThat(epochs(history.since(SHOP, after(15)))).containsExactly(2L, 3L, 4L);
            assertThat(epochs(history.since(SHOP, after(20)))).containsExactly(3L, 4L);
            assertThat(epochs(history.since(SHOP, after(-1)))).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void readsItsOwnRegionElseOfAny() {
        row("west", 1, after(0), 0);
        row("east", 2, after(1), 10_000);
        try (AvailabilityHistory west = history("west");
                AvailabilityHistory north = history("north")) {
            assertThat(epochs(west.since(SHOP, NOON))).containsExactly(1L);
            assertThat(epochs(north.since(SHOP, NOON))).containsExactly(2L);
        }
    }

    @Test
    void knowsWhatIsNotWrittenYet() {
        row("local", 1, NOON, 0);
        jdbc.sql("alter table availability add constraint refused check (epoch < 2)")
                .update();
        try (AvailabilityHistory history = history("local")) {
            history.add(plan(SHOP, 2, after(1)), ALL);
            assertThat(epochs(history.since(SHOP, NOON))).containsExactly(1L, 2L);
            assertThat(epochs()).containsExactly(1L);
            jdbc.sql("alter table availability drop constraint refused").update();
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L, 2L));
            assertThat(epochs(history.since(SHOP, NOON))).containsExactly(1L, 2L);
        }
    }

    @Test
    void forgetsWhatNoWindowReachesAndWhatIsTooMuch() {
        Instant old = NOON.minus(AvailabilityHistory.KEPT_FOR);
        row("local", 1, old.minusSeconds(30), 10_000);
        row("local", 2, old.minusSeconds(20), 0);
        row("local", 3, old.plusSeconds(20), 10_000);
        row("east", 1, old.minusSeconds(30), 10_000);
        try (AvailabilityHistory history = history("local")) {
            history.add(plan(SHOP, 4, NOON), NOBODY);
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L, 2L, 3L, 4L));
            assertThat(epochs(history.since(SHOP, old))).containsExactly(2L, 3L, 4L);

            jdbc.sql("""
                            insert into availability
                            select 'shop', 'local', epoch, timestamptz '2026-06-01T12:00:01Z', epoch % 2, ''
                            from generate_series(5, ?) epoch
                            """).param(AvailabilityHistory.KEPT + 5).update();
            history.add(plan(SHOP, AvailabilityHistory.KEPT + 6, after(1)), ALL);
            eventually(
                    PATIENCE,
                    () -> assertThat(history.since(SHOP, old))
                            .hasSize(AvailabilityHistory.KEPT)
                            .first()
                            .extracting(Change::epoch)
                            .isEqualTo(AvailabilityHistory.KEPT + 6L));
            eventually(PATIENCE, () -> assertThat(epochs()).hasSize(AvailabilityHistory.KEPT + 1));
        }
    }

    @Test
    void whoIsDeletedIsNotInMemoryAnyMore() {
        try (AvailabilityHistory history = history("local")) {
            history.add(plan(SHOP, 1, NOON), NOBODY);
            eventually(PATIENCE, () -> assertThat(epochs()).containsExactly(1L));
            jdbc.sql("delete from availability").update();
            assertThat(history.since(SHOP, NOON)).hasSize(1);
            history.keepOnly(Set.of(CALLS));
            assertThat(history.since(SHOP, NOON)).isEmpty();
        }
    }
}
