package dev.fairlead.traffic.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Minutes of counting, by a clock of the test's own. */
class ArrivalPartsIT {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration REPORT = Duration.ofSeconds(5);
    private static final Duration HALF_LIFE = Duration.ofMinutes(2);

    /** How many requests one per second counts for in the long run. */
    private static final double MEAN_LIFE = HALF_LIFE.toSeconds() / Math.log(2);

    private final TestDatabase database = TestDatabase.create("traffic");
    private final SingleConnectionDataSource source =
            new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final ArrivalParts parts = new ArrivalParts(jdbc, new NamedParameterJdbcTemplate(source));
    private final MutableClock clock = new MutableClock(NOON);

    @BeforeEach
    void migrate() {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .load()
                .migrate();
        jdbc.sql("insert into application values ('shop', 0, 'shop', '{}'::jsonb)")
                .update();
        jdbc.sql("insert into data_center values ('us-east', 0, '{}'::jsonb), ('us-west', 0, '{}'::jsonb)")
                .update();
    }

    @AfterEach
    void close() {
        source.destroy();
        database.close();
    }

    /** One that goes on counting. */
    private final class Gateway {

        private final String name;
        private final String dataCenter;
        private final Instant since = clock.instant();
        private long requests;

        Gateway(String name, String dataCenter) {
            this.name = name;
            this.dataCenter = dataCenter;
        }

        void report(int perSecond) {
            requests += perSecond * REPORT.toSeconds();
            told(sample(name, dataCenter, since, Duration.between(since, clock.instant()), requests));
        }
    }

    private static ArrivalSample sample(
            String reporter, String dataCenter, Instant since, Duration duration, long requests) {
        return new ArrivalSample(
                ApplicationName.of("shop"),
                DataCenterName.of(dataCenter),
                reporter,
                since,
                duration.toMillis(),
                requests);
    }

    private void told(ArrivalSample... samples) {
        parts.add(List.of(samples), clock.instant());
        parts.forget(clock.instant());
    }

    private void pass(Duration duration, Runnable every) {
        Instant end = clock.instant().plus(duration);
        while (clock.instant().isBefore(end)) {
            clock.advance(REPORT);
            every.run();
        }
    }

    private List<ObservedShare> shares() {
        return parts.shares(clock.instant());
    }

    private double requests() {
        return shares().stream().mapToLong(ObservedShare::requests).sum();
    }

    @Test
    void sharesAreOfWhatAllCounted() {
        Gateway one = new Gateway("one", "us-east");
        Gateway other = new Gateway("other", "us-east");
        Gateway west = new Gateway("one", "us-west");
        pass(Duration.ofMinutes(20), () -> {
            one.report(40);
            other.report(20);
            west.report(40);
        });

        assertThat(shares())
                .extracting(share -> share.dataCenter().value(), ObservedShare::basisPoints)
                .containsExactly(tuple("us-east", 6_000), tuple("us-west", 4_000));
        assertThat(requests()).isCloseTo(100 * MEAN_LIFE, within(300.0));
    }

    @Test
    void olderRequestsCountEverLessUntilTheyAreForgotten() {
        Gateway east = new Gateway("one", "us-east");
        pass(Duration.ofMinutes(20), () -> east.report(100));
        double before = requests();
        clock.advance(HALF_LIFE);
        assertThat(requests()).isCloseTo(before / 2, within(5.0));
        assertThat(shares()).extracting(ObservedShare::basisPoints).containsExactly(10_000);

        clock.advance(Duration.ofHours(1));
        told();
        assertThat(shares()).isEmpty();
    }

    @Test
    void sharesFollowWhereRequestsArriveNow() {
        Gateway east = new Gateway("one", "us-east");
        Gateway west = new Gateway("one", "us-west");
        pass(Duration.ofMinutes(20), () -> east.report(100));
        pass(Duration.ofMinutes(10), () -> west.report(100));

        assertThat(shares().getLast().basisPoints()).isGreaterThan(9_600);
    }

    @Test
    void whatIsToldTwiceCountsOnceAndTheNextReportMakesGoodWhatWasLost() {
        Duration minute = Duration.ofMinutes(1);
        clock.advance(minute);
        told(sample("one", "us-east", NOON, minute, 6_000));
        double once = requests();
        told(sample("one", "us-east", NOON, minute, 6_000));
        told(sample("one", "us-east", NOON, minute.dividedBy(2), 3_000));
        told(sample("one", "us-east", NOON.plusSeconds(30), minute, 6_000));
        assertThat(requests()).isEqualTo(once);

        clock.advance(Duration.ofMinutes(20));
        told(sample("one", "us-east", NOON, Duration.ofMinutes(21), 126_000));
        assertThat(requests()).isCloseTo(100 * MEAN_LIFE, within(300.0));
    }

    @Test
    void nothingIsKeptOfWhatThereIsNot() {
        clock.advance(REPORT);
        told(sample("one", "us-east", NOON, REPORT, 500), sample("one", "atlantis", NOON, REPORT, 500));
        told(new ArrivalSample(ApplicationName.of("nobody"), DataCenterName.of("us-east"), "one", NOON, 5_000L, 500L));
        assertThat(shares()).hasSize(1);

        jdbc.sql("delete from data_center where name = 'us-east'").update();
        told();
        assertThat(shares()).isEmpty();
    }

    @Test
    void nothingThatArrivedIsNoShare() {
        clock.advance(REPORT);
        told(sample("one", "us-east", NOON, REPORT, 0));

        assertThat(shares())
                .extracting(ObservedShare::requests, ObservedShare::basisPoints)
                .containsExactly(tuple(0L, 0));
    }

    @Test
    void whoWasSilentTheLongestIsForgottenWhereThereAreTooMany() {
        jdbc.sql("""
                        insert into arrival_part
                        select 'shop', 'us-east', 'gateway-' || number, :noon, 1, 1, 1, :noon + number * interval '1 ms'
                        from generate_series(1, 100010) as number
                        """).param("noon", NOON.atOffset(ZoneOffset.UTC)).update();
        clock.advance(Duration.ofMinutes(2));
        told();

        assertThat(jdbc.sql("select reporter from arrival_part order by at")
                        .query(String.class)
                        .list())
                .hasSize(100_000)
                .startsWith("gateway-11");
    }
}
