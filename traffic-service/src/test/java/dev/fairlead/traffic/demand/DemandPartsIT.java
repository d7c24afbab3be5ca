package dev.fairlead.traffic.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.ObservedDemand;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Minutes of counting, by a clock of the test's own. */
class DemandPartsIT {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration REPORT = Duration.ofSeconds(5);
    private static final Duration HALF_LIFE = Duration.ofMinutes(2);

    private final TestDatabase database = TestDatabase.create("traffic");
    private final SingleConnectionDataSource source =
            new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final DemandParts parts = new DemandParts(jdbc, new NamedParameterJdbcTemplate(source));
    private final MutableClock clock = new MutableClock(NOON);

    @BeforeEach
    void migrate() {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .load()
                .migrate();
        application("shop", true);
    }

    @AfterEach
    void close() {
        source.destroy();
        database.close();
    }

    private void application(String name, boolean observed) {
        jdbc.sql("insert into application values (?, 0, ?, ?::jsonb)")
                .params(name, name, "{\"demand\": {\"observed\": %s}}".formatted(observed))
                .update();
    }

    /** One that goes on counting. */
    private final class Edge {

        private final String name;
        private final Instant since = clock.instant();
        private long requests;

        Edge(String name) {
            this.name = name;
        }

        void report(int perSecond) {
            requests += perSecond * REPORT.toSeconds();
            told(DemandPartsIT.sample(name, since, Duration.between(since, clock.instant()), requests));
        }
    }

    private static DemandSample sample(String reporter, Instant since, Duration duration, long requests) {
        return new DemandSample(ApplicationName.of("shop"), "US", reporter, since, duration.toMillis(), requests);
    }

    private void told(DemandSample... samples) {
        parts.add(List.of(samples), clock.instant());
        parts.settle(clock.instant());
        parts.forget(clock.instant());
    }

    private void pass(Duration duration, Runnable every) {
        Instant end = clock.instant().plus(duration);
        while (clock.instant().isBefore(end)) {
            clock.advance(REPORT);
            every.run();
        }
    }

    private ObservedDemand shop() {
        List<ObservedDemand> sums = parts.sums(clock.instant());
        assertThat(sums).hasSize(1);
        return sums.getFirst();
    }

    private long version() {
        return jdbc.sql("select version from intent_version").query(Long.class).single();
    }

    @Test
    void whatOneCountsIsItsRateFromTheBeginning() {
        Edge edge = new Edge("edge");
        pass(Duration.ofSeconds(10), () -> edge.report(100));
        assertThat(shop().perSecond()).isCloseTo(100, within(3.0));
        assertThat(shop().planned()).as("ten seconds say little").isNull();

        pass(Duration.ofMinutes(5), () -> edge.report(100));
        assertThat(shop().perSecond()).isCloseTo(100, within(3.0));
        assertThat(shop().planned()).isBetween(90L, 110L);
        assertThat(shop().ageMs()).isZero();
    }

    @Test
    void whatSeveralCountAddsUp() {
        Edge one = new Edge("one");
        Edge other = new Edge("other");
        pass(Duration.ofMinutes(2), () -> {
            one.report(100);
            other.report(50);
        });

        assertThat(shop().perSecond()).isCloseTo(150, within(5.0));
    }

    @Test
    void whatIsToldTwiceCountsOnce() {
        Duration minute = Duration.ofMinutes(1);
        clock.advance(minute);
        told(sample("edge", NOON, minute, 6_000), sample("edge", NOON, minute, 6_000));
        double once = shop().perSecond();
        told(sample("edge", NOON, minute, 6_000));
        told(sample("edge", NOON, minute.dividedBy(2), 3_000));
        told(sample("edge", NOON.plusSeconds(30), minute, 6_000));

        assertThat(once).isCloseTo(100, within(3.0));
        assertThat(shop().perSecond()).isEqualTo(once);
    }

    @Test
    void aReporterMayBeginAnewEachTime() {
        pass(
                Duration.ofMinutes(3),
                () -> told(
                        sample("edge", clock.instant().minusSeconds(5), Duration.ofSeconds(2), 200),
                        sample("edge", clock.instant().minusSeconds(3), Duration.ofSeconds(3), 300)));

        assertThat(shop().perSecond()).isCloseTo(100, within(3.0));
    }

    @Test
    void theNextReportMakesGoodWhatWasLostWithOne() {
        Edge edge = new Edge("edge");
        pass(Duration.ofMinutes(2), () -> edge.report(100));
        clock.advance(Duration.ofMinutes(4));
        edge.requests += 100 * 240;
        pass(REPORT, () -> edge.report(100));

        assertThat(shop().perSecond()).isCloseTo(100, within(3.0));
    }

    @Test
    void olderRequestsCountEverLess() {
        Edge edge = new Edge("edge");
        pass(Duration.ofMinutes(20), () -> edge.report(100));
        pass(HALF_LIFE, () -> edge.report(200));

        assertThat(shop().perSecond()).isCloseTo(150, within(5.0));
    }

    @Test
    void aReporterThatFallsSilentFadesOutAndIsForgotten() {
        Edge edge = new Edge("edge");
        pass(Duration.ofMinutes(20), () -> edge.report(100));
        pass(HALF_LIFE, this::told);
        assertThat(shop().perSecond()).isCloseTo(50, within(2.0));
        assertThat(shop().planned()).isBetween(45L, 56L);
        assertThat(shop().ageMs()).isEqualTo(HALF_LIFE.toMillis());

        pass(Duration.ofMinutes(10), this::told);
        assertThat(shop().perSecond()).isLessThan(2);
        clock.advance(Duration.ofMinutes(50));
        told();
        assertThat(parts.sums(clock.instant())).isEmpty();
        assertThat(planned()).isZero();
    }

    @Test
    void whoTakesTheUsersOverGainsWhatTheOtherLoses() {
        Edge old = new Edge("old");
        pass(Duration.ofMinutes(10), () -> old.report(100));
        Edge fresh = new Edge("fresh");
        pass(Duration.ofMinutes(4), () -> {
            fresh.report(100);
            assertThat(shop().perSecond()).isCloseTo(100, within(5.0));
        });
    }

    @Test
    void aChangeBelowATenthKeepsWhatWasPlannedWith() {
        Edge edge = new Edge("edge");
        pass(Duration.ofMinutes(10), () -> edge.report(1_000));
        long planned = Objects.requireNonNull(shop().planned());
        long version = version();

        pass(Duration.ofMinutes(10), () -> edge.report(1_050));
        assertThat(shop().perSecond()).isCloseTo(1_050, within(30.0));
        assertThat(shop().planned()).isEqualTo(planned);
        assertThat(version()).as("nobody reads the intent anew").isEqualTo(version);

        pass(Duration.ofMinutes(10), () -> edge.report(1_300));
        assertThat(shop().planned()).isGreaterThan(1_150);
        assertThat(version()).isGreaterThan(version);
    }

    @Test
    void nothingIsPlannedWithWhereTheApplicationDoesNotSaySo() {
        jdbc.sql("update application set spec = '{\"demand\": {\"perSecond\": {}}}'")
                .update();
        long version = version();
        Edge edge = new Edge("edge");
        pass(Duration.ofMinutes(2), () -> edge.report(100));

        assertThat(shop().planned()).isNull();
        assertThat(version()).isEqualTo(version);
        jdbc.sql("update application set spec = '{\"demand\": {\"observed\": true}}'")
                .update();
        pass(REPORT, () -> edge.report(100));
        assertThat(shop().planned()).isBetween(90L, 110L);
        jdbc.sql("update application set spec = '{}'").update();
        told();
        assertThat(planned()).isZero();
    }

    @Test
    void nothingIsKeptOfApplicationsThatThereAreNot() {
        application("calls", true);
        Duration minute = Duration.ofMinutes(1);
        clock.advance(minute);
        told(
                new DemandSample(ApplicationName.of("calls"), "DE", "edge", NOON, 60_000L, 60L),
                new DemandSample(ApplicationName.of("nobody"), "DE", "edge", NOON, 60_000L, 60L));
        assertThat(parts.sums(clock.instant()))
                .extracting(sum -> sum.application().value())
                .containsExactly("calls");

        jdbc.sql("delete from application where name = 'calls'").update();
        told();
        assertThat(parts.sums(clock.instant())).isEmpty();
        assertThat(planned()).isZero();
    }

    @Test
    void whoWasSilentTheLongestIsForgottenWhereThereAreTooMany() {
        jdbc.sql("""
                        insert into demand_part
                        select 'shop', 'US', 'edge-' || number, :noon, 1, 1, 1, :noon, :noon + number * interval '1 ms'
                        from generate_series(1, 100010) as number
                        """).param("noon", NOON.atOffset(ZoneOffset.UTC)).update();
        clock.advance(Duration.ofMinutes(2));
        told();

        assertThat(jdbc.sql("select reporter from demand_part order by at")
                        .query(String.class)
                        .list())
                .hasSize(100_000)
                .startsWith("edge-11");
    }

    private long planned() {
        return jdbc.sql("select count(*) from observed_demand")
                .query(Long.class)
                .single();
    }
}
