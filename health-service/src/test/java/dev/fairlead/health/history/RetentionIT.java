package dev.fairlead.health.history;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.health.HealthProperties;
import dev.fairlead.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class RetentionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));

    @Test
    void forgetsWhatIsOldButNotWhatAnEndpointIsNow() {
        try (TestDatabase database = TestDatabase.create("health")) {
            var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
            Flyway.configure().dataSource(source).load().migrate();
            JdbcClient jdbc = JdbcClient.create(source);
            target(jdbc, "192.0.2.1:80");
            target(jdbc, "192.0.2.2:80");
            transitions(jdbc, "east", "192.0.2.1:80", "2026-03-01", 2_500); // more than two batches
            transitions(jdbc, "east", "192.0.2.1:80", "2026-05-31", 1);
            transitions(jdbc, "east", "192.0.2.2:80", "2026-03-01", 2);
            transitions(jdbc, "west", "192.0.2.2:80", "2026-02-01", 2); // west's own newest
            transitions(jdbc, "east", "192.0.2.3:80", "2026-03-01", 1); // no target any more
            transitions(jdbc, "east", "192.0.2.3:80", "2026-05-31", 1);
            transitions(
                    jdbc, "east", "192.0.2.4:80", "2026-03-01", 1); // nor this one, and nothing newer is known of it

            Retention retention = new Retention(jdbc, keeping(Duration.ofDays(30)), CLOCK);
            try (retention) {
                eventually(
                        PATIENCE,
                        () -> assertThat(kept(jdbc))
                                .containsExactly(
                                        "192.0.2.1:80 2026-05-31 00:00:00",
                                        "192.0.2.2:80 2026-02-01 00:00:01",
                                        "192.0.2.2:80 2026-03-01 00:00:01",
                                        "192.0.2.3:80 2026-05-31 00:00:00"));
            }
        }
    }

    @Test
    void forgetsProbesWhenTheLastOfTheirRunIsOld() {
        try (TestDatabase database = TestDatabase.create("health")) {
            var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
            Flyway.configure().dataSource(source).load().migrate();
            JdbcClient jdbc = JdbcClient.create(source);
            probeRuns(jdbc, "192.0.2.1:80", "2026-03-01", "2026-03-02", 2_500);
            probeRuns(jdbc, "192.0.2.2:80", "2026-03-01", "2026-05-31", 1);

            Retention retention = new Retention(jdbc, keeping(Duration.ofDays(30)), CLOCK);
            try (retention) {
                eventually(
                        PATIENCE,
                        () -> assertThat(jdbc.sql("select address from probe_run")
                                        .query((row, number) -> row.getString(1))
                                        .list())
                                .containsExactly("192.0.2.2:80"));
            }
        }
    }

    private static void probeRuns(JdbcClient jdbc, String address, String from, String until, int count) {
        jdbc.sql("""
                        insert into probe_run
                        select gen_random_uuid(), 'west', 'shop', 'us-east', ?, 'PASSED', 'status 200',
                            ?::timestamptz, ?::timestamptz, 9, 5 from generate_series(1, ?)
                        """).params(address, from, until, count).update();
    }

    private static HealthProperties keeping(Duration time) {
        return new HealthProperties(1, time, 10, null);
    }

    private static void target(JdbcClient jdbc, String address) {
        jdbc.sql("insert into target values (?, 'shop', 'us-east', ?, 'shop.test', 'east', 'HTTP', '/', 1, 1, 1, 1, 1)")
                .params("shop/us-east/" + address, address)
                .update();
    }

    /** So many, a second apart. */
    private static void transitions(JdbcClient jdbc, String region, String address, String day, int count) {
        jdbc.sql("""
                        insert into transition (id, application, data_center, address, from_health, to_health, at, proof, reason, region)
                        select gen_random_uuid(), 'shop', 'us-east', ?, 'UP', 'DOWN', at, at, 'status 500', ?
                        from (select ?::timestamptz + second * interval '1 second' as at
                            from generate_series(0, ? - 1) second) moments
                        """).params(address, region, day + "T00:00:00Z", count).update();
    }

    private static List<String> kept(JdbcClient jdbc) {
        return jdbc.sql("select address || ' ' || (at at time zone 'UTC') from transition order by address, at")
                .query((row, number) -> row.getString(1))
                .list();
    }
}
