package dev.fairlead.traffic.rtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Rtt;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.MutableClock;
import dev.fairlead.traffic.rtt.RttMeans.Sum;
import dev.fairlead.traffic.rtt.RttMeans.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Hours of samples, by a clock of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RttMeansIT {

    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Duration HALF_LIFE = Duration.ofMinutes(10);

    private final TestDatabase database = TestDatabase.create("traffic");
    private final SingleConnectionDataSource source =
            new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final RttMeans means = new RttMeans(jdbc);
    private final MutableClock clock = new MutableClock(Instant.parse("2026-06-01T12:00:00Z"));

    @BeforeAll
    void migrate() {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .load()
                .migrate();
        jdbc.sql("insert into data_center values (?, 0, '{}'::jsonb)")
                .param(WEST.value())
                .update();
    }

    @BeforeEach
    void forget() {
        jdbc.sql("delete from rtt").update();
    }

    @AfterAll
    void close() {
        source.destroy();
        database.close();
    }

    private void measured(int count, int ms) {
        means.add(Map.of(new Way("BR", WEST), new Sum((long) count * ms, count)), clock.instant());
    }

    private Rtt mean() {
        assertThat(means.all()).hasSize(1);
        return means.all().getFirst();
    }

    @Test
    void olderSamplesCountHalfAsMuchEachHalfLife() {
        measured(60, 20);
        clock.advance(HALF_LIFE);
        measured(30, 100);
        assertThat(mean().samples()).isCloseTo(60, within(0.01));
        assertThat(mean().ms()).as("thirty of each").isEqualTo(60);

        clock.advance(HALF_LIFE.multipliedBy(2));
        measured(45, 20);
        assertThat(mean().samples()).isCloseTo(60, within(0.01));
        assertThat(mean().ms()).as("fifteen of the old mean").isEqualTo(30);
    }

    @Test
    void samplesOfOneMomentCountAlike() {
        measured(60, 20);
        measured(20, 100);
        assertThat(mean().samples()).isCloseTo(80, within(0.01));
        assertThat(mean().ms()).isEqualTo(40);
    }

    @Test
    void aClockThatIsSetBackMakesNothingCountMore() {
        measured(60, 20);
        clock.advance(HALF_LIFE.negated());
        measured(60, 100);
        assertThat(mean().samples()).isCloseTo(120, within(0.01));
        assertThat(mean().ms()).isEqualTo(60);
    }

    @Test
    void whatNobodyMeasuredForADayCountsNothing() {
        measured(1_000, 20);
        clock.advance(Duration.ofDays(1));
        measured(1, 100);
        assertThat(mean().samples()).isCloseTo(1, within(0.01));
        assertThat(mean().ms()).isEqualTo(100);
    }
}
