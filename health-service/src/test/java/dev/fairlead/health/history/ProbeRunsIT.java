package dev.fairlead.health.history;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
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

class ProbeRunsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.000123Z");
    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final Endpoint ENDPOINT =
            new Endpoint(SHOP, DataCenterName.of("us-east"), EndpointAddress.of("[2001:db8::1]:80"));

    private final TestDatabase database = TestDatabase.create("health");
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

    private ProbeRuns runs(String region) {
        return new ProbeRuns(
                jdbc,
                new RegionProperties(RegionName.of(region), Map.of()),
                new JdbcTransactionManager(source),
                new SimpleMeterRegistry());
    }

    private static void add(ProbeRuns runs, int from, int until, boolean passed) {
        for (int second = from; second <= until; second++) {
            runs.add(
                    new ProbeResult(
                            ENDPOINT,
                            START.plusSeconds(second),
                            Duration.ofMillis(second == until ? 9 : 5),
                            passed,
                            passed ? "status 200" : "it said \"no\", {twice}"),
                    HealthCheck.defaults());
        }
    }

    private static List<ProbeRun> between(ProbeRuns runs, int from, int until) {
        return runs.between(Set.of(SHOP), START.plusSeconds(from), START.plusSeconds(until), 100);
    }

    @Test
    void extendsTheRowOfWhatGoesOnAndBeginsOneWhereItChanges() {
        try (ProbeRuns west = runs("west")) {
            add(west, 0, 200, true);
            eventually(
                    PATIENCE,
                    () -> assertThat(between(west, 0, 999))
                            .singleElement()
                            .satisfies(run -> assertThat(run.starts())
                                    .isEqualTo(new Starts(START, START.plusSeconds(180), 181))));

            add(west, 201, 203, false);

            eventually(
                    PATIENCE,
                    () -> assertThat(between(west, 0, 999))
                            .hasSize(2)
                            .first()
                            .satisfies(run -> assertThat(run.starts())
                                    .isEqualTo(new Starts(START, START.plusSeconds(200), 201))));
        }
        ProbeRuns reader = runs("east");
        try (reader) {
            List<ProbeRun> all = between(reader, 0, 999);
            assertThat(all).hasSize(2);
            ProbeRun failed = all.getLast();
            assertThat(failed)
                    .as("also the end that was not due before the service ended")
                    .isEqualTo(new ProbeRun(
                            failed.id(),
                            RegionName.of("west"),
                            ENDPOINT,
                            ProbeRun.Outcome.FAILED,
                            "it said \"no\", {twice}",
                            new Starts(START.plusSeconds(201), START.plusSeconds(203), 3),
                            9));
            assertThat(between(reader, 201, 999)).containsExactly(failed);
            assertThat(between(reader, 0, 200)).containsExactly(all.getFirst());
            assertThat(reader.between(Set.of(SHOP), START, START.plusSeconds(999), 1))
                    .containsExactly(all.getFirst());
            assertThat(reader.between(Set.of(ApplicationName.of("calls")), START, START.plusSeconds(999), 9))
                    .isEmpty();
        }
    }

    @Test
    void keepsWhatHappensWhileTheTableIsAway() {
        jdbc.sql("alter table probe_run rename to away").update();
        try (ProbeRuns west = runs("west")) {
            add(west, 0, 10, true);
            add(west, 11, 12, false);
            jdbc.sql("alter table away rename to probe_run").update();

            eventually(
                    PATIENCE,
                    () -> assertThat(between(west, 0, 999))
                            .extracting(ProbeRun::outcome)
                            .containsExactly(ProbeRun.Outcome.PASSED, ProbeRun.Outcome.FAILED));
        }
    }
}
