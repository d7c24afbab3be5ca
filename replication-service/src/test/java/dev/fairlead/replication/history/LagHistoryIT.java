package dev.fairlead.replication.history;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.history.LagSample.Bounds;
import dev.fairlead.replication.history.LagSample.Length;
import dev.fairlead.replication.history.LagSample.Looked;
import dev.fairlead.replication.history.LagSample.Member;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class LagHistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final Member WEST = new Member(SHOP, DataCenterName.of("us-west"));
    private static final Member EUROPE = new Member(SHOP, DataCenterName.of("eu-west"));

    private final TestDatabase database = TestDatabase.create("replication");
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

    private LagHistory history(String region) {
        return new LagHistory(jdbc, region(region), new JdbcTransactionManager(source), new SimpleMeterRegistry());
    }

    private static RegionProperties region(String name) {
        return new RegionProperties(RegionName.of(name), Map.of());
    }

    private static Instant after(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private static LagSample minute(
            Member member, int minute, long lookedMs, long unknownMs, @Nullable Bounds bounds, @Nullable Long bytes) {
        return new LagSample(member, after(minute), Length.MINUTE, new Looked(lookedMs, unknownMs), bounds, bytes);
    }

    private static List<LagSample> all(LagHistory history) {
        return history.between(SHOP, null, Instant.EPOCH, after(1_000_000));
    }

    /** Rolls up and forgets once, as if it was then. */
    private void age(Instant now) {
        try (LagRetention retention = new LagRetention(jdbc, region("local"), InstantSource.fixed(now))) {
            retention.pass();
        }
    }

    @Test
    void givesBackWhatItWasGivenAlsoWhereNothingWasKnown() {
        LagSample known = minute(WEST, 0, 60_000, 1_500, new Bounds(0, 30_000, 12), 8_192L);
        LagSample unknown = minute(EUROPE, 0, 60_000, 60_000, null, null);
        try (LagHistory history = history("local")) {
            history.add(known);
            history.add(unknown);
            eventually(PATIENCE, () -> assertThat(all(history)).containsExactly(unknown, known));
            assertThat(history.between(SHOP, RegionName.of("west"), NOON, after(1)))
                    .isEmpty();
            assertThat(history.between(DatabaseName.of("other"), null, NOON, after(1)))
                    .isEmpty();
            assertThat(history.between(SHOP, null, after(1), after(2))).isEmpty();
            assertThat(history.between(SHOP, null, after(-1), NOON)).isEmpty();
            assertThat(history.between(SHOP, null, NOON.plusSeconds(59), after(2)))
                    .hasSize(2);
        }
    }

    @Test
    void aMinuteThatIsWrittenTwiceHoldsTheExtremesAndTheTimeOfWhoLookedLonger() {
        try (LagHistory history = history("local")) {
            history.add(minute(WEST, 0, 20_000, 5_000, new Bounds(10, 20, 15), 7L));
            eventually(PATIENCE, () -> assertThat(all(history)).hasSize(1));
            history.add(minute(WEST, 0, 35_000, 0, new Bounds(12, 90, 40), null));
            history.add(minute(WEST, 0, 30_000, 9_000, null, null));
            eventually(
                    PATIENCE,
                    () -> assertThat(all(history))
                            .containsExactly(minute(WEST, 0, 35_000, 0, new Bounds(10, 90, 40), 7L)));
        }
    }

    @Test
    void keepsWhatIsFoundWhileTheTableIsAwayAndNeverWaitsForIt() {
        jdbc.sql("alter table lag rename to away").update();
        try (LagHistory history = history("local")) {
            for (int i = 0; i < 1_200; i++) { // more than two batches
                history.add(minute(WEST, i, 60_000, 0, Bounds.of(i), null));
            }
            jdbc.sql("alter table away rename to lag").update();
            eventually(PATIENCE, () -> assertThat(all(history)).hasSize(1_200));
        }
    }

    @Test
    void makesHoursOfMinutesThatAreTwoDaysOldAndForgetsThemAfterNinety() {
        try (LagHistory history = history("local")) {
            history.add(minute(WEST, 0, 60_000, 0, new Bounds(5, 50, 10), 100L));
            history.add(minute(WEST, 1, 30_000, 10_000, new Bounds(1, 20, 20), null));
            history.add(minute(WEST, 59, 60_000, 60_000, null, null));
            history.add(minute(WEST, 60, 60_000, 0, Bounds.of(7), 3L));
            eventually(PATIENCE, () -> assertThat(all(history)).hasSize(4));

            age(NOON.plus(Duration.ofDays(2)).plus(Duration.ofMinutes(59)));
            assertThat(all(history)).as("the hour is not over for two days").hasSize(4);

            age(NOON.plus(Duration.ofDays(2)).plus(Duration.ofHours(1)));
            LagSample hour =
                    new LagSample(WEST, NOON, Length.HOUR, new Looked(150_000, 70_000), new Bounds(1, 50, 20), 100L);
            LagSample later = minute(WEST, 60, 60_000, 0, Bounds.of(7), 3L);
            assertThat(all(history)).containsExactly(hour, later);

            history.add(minute(WEST, 2, 60_000, 0, Bounds.of(80), null)); // was not written in time
            eventually(PATIENCE, () -> assertThat(all(history)).hasSize(3));
            age(NOON.plus(Duration.ofDays(2)).plus(Duration.ofHours(1)));
            assertThat(all(history))
                    .containsExactly(
                            new LagSample(
                                    WEST, NOON, Length.HOUR, new Looked(210_000, 70_000), new Bounds(1, 80, 80), 100L),
                            later);

            age(NOON.plus(Duration.ofDays(90)).plusSeconds(1));
            assertThat(all(history)).extracting(LagSample::at).containsExactly(after(60));
        }
    }

    @Test
    void rollsUpItsOwnRegionAndForgetsEverybodys() {
        try (LagHistory other = history("west")) {
            other.add(minute(WEST, 0, 60_000, 0, Bounds.of(1), null));
            eventually(PATIENCE, () -> assertThat(all(other)).hasSize(1));
            age(NOON.plus(Duration.ofDays(30)));
            assertThat(all(other)).extracting(LagSample::length).containsExactly(Length.MINUTE);
            age(NOON.plus(Duration.ofDays(91)));
            assertThat(all(other)).isEmpty();
        }
    }
}
