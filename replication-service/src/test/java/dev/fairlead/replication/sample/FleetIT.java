package dev.fairlead.replication.sample;

import static dev.fairlead.replication.sample.Cluster.EAST;
import static dev.fairlead.replication.sample.Cluster.EUROPE;
import static dev.fairlead.replication.sample.Cluster.WEST;
import static dev.fairlead.replication.sample.Cluster.execute;
import static dev.fairlead.replication.sample.Cluster.highest;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fleet against a real primary and two real streaming replicas. */
@SuppressWarnings("NullAway.Init")
class FleetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DatabaseName SHOP = DatabaseName.of("shop");

    @TempDir
    Path folder;

    private final InstantSource clock = new MonotonicClock();
    private Cluster cluster;
    private Fleet fleet;
    private volatile Map<DatabaseName, DatabaseSpec> wanted = Map.of();

    @BeforeEach
    void watch() throws SQLException, IOException {
        cluster = new Cluster(folder);
        wanted = Map.of(SHOP, cluster.spec());
        fleet = new Fleet(() -> wanted, new Credentials(cluster.credentials()), clock, (database, freshness) -> {});
    }

    @AfterEach
    void close() {
        fleet.close();
        cluster.close();
    }

    @Test
    void boundIsNeverBelowTheTruthThroughIdlenessWritesAndPausedReplay() throws SQLException {
        eventually(PATIENCE, () -> {
            assertThat(of(EAST).role()).isEqualTo(MemberRole.PRIMARY);
            assertThat(of(EAST).stalenessBoundMs()).isZero();
            assertThat(of(WEST).role()).isEqualTo(MemberRole.REPLICA);
            assertThat(bound(WEST)).isLessThan(1_000);
            assertThat(bound(EUROPE)).isLessThan(1_000);
        });
        try (Connection reader = cluster.west.connect("postgres")) {
            Measurement measured = new Measurement(reader);
            measured.forAbout(Duration.ofSeconds(3), null);
            measured.report("idle");
            assertThat(measured.mostMs).as("bound of an idle replica").isLessThan(2_000);

            try (Truth truth = new Truth(cluster.primary.connect("postgres"), Duration.ofMillis(5), clock)) {
                measured.forAbout(Duration.ofSeconds(3), truth);
                measured.report("writes");

                execute(cluster.west, "select pg_wal_replay_pause()");
                eventually(PATIENCE, () -> {
                    measured.once(truth);
                    assertThat(bound(WEST)).isGreaterThan(3_000);
                    assertThat(of(WEST).bytesBehind()).isPositive();
                });
                measured.report("replay paused");
                assertThat(bound(EUROPE)).isLessThan(bound(WEST));

                execute(cluster.west, "select pg_wal_replay_resume()");
                eventually(PATIENCE, () -> {
                    measured.once(truth);
                    assertThat(bound(WEST)).isLessThan(1_000);
                });
                measured.report("resumed");
                assertThat(truth.writes()).isPositive();
            }
        }
    }

    @Test
    void aKilledReplicaGrowsStaleIsUnreachableAndIsCertifiedAgainWhenItIsBack() {
        eventually(PATIENCE, () -> assertThat(bound(WEST)).isLessThan(1_000));
        cluster.west.kill();
        eventually(PATIENCE, () -> {
            assertThat(of(WEST).reachable()).isFalse();
            assertThat(of(WEST).role()).isEqualTo(MemberRole.REPLICA);
            assertThat(of(WEST).reason()).contains("does not answer");
            assertThat(bound(WEST)).isGreaterThan(1_500);
        });
        assertThat(bound(EUROPE)).isLessThan(bound(WEST));
        cluster.west.start();
        eventually(PATIENCE, () -> {
            assertThat(of(WEST).reachable()).isTrue();
            assertThat(bound(WEST)).isLessThan(1_000);
        });
    }

    @Test
    void aLostPrimaryMakesEveryoneGrowStaleAndATakeoverBeginsANewHistory() throws SQLException {
        eventually(PATIENCE, () -> {
            assertThat(bound(WEST)).isLessThan(1_000);
            assertThat(bound(EUROPE)).isLessThan(1_000);
        });
        cluster.primary.kill();
        eventually(PATIENCE, () -> {
            assertThat(of(EAST).reachable()).isFalse();
            assertThat(bound(EAST)).isGreaterThan(1_500);
            assertThat(bound(WEST)).isGreaterThan(1_500);
            assertThat(bound(EUROPE)).isGreaterThan(1_500);
            assertThat(of(EUROPE).bytesBehind()).isNull();
            assertThat(of(EUROPE).reason()).contains("primary us-east does not answer");
        });

        execute(cluster.west, "select pg_promote()");
        eventually(PATIENCE, () -> {
            assertThat(of(WEST).role()).isEqualTo(MemberRole.PRIMARY);
            assertThat(of(WEST).stalenessBoundMs()).isZero();
            assertThat(of(EAST).role()).isEqualTo(MemberRole.UNKNOWN);
            assertThat(of(EUROPE).stalenessBoundMs()).isNull();
            assertThat(of(EUROPE).reason()).contains("it is on timeline 1 while the primary is on timeline 2");
        });

        cluster.primary.start();
        eventually(PATIENCE, () -> {
            assertThat(of(WEST).stalenessBoundMs()).isNull();
            assertThat(of(EAST).stalenessBoundMs()).isNull();
            assertThat(of(EAST).reason()).contains("needs an operator: us-east and us-west");
        });
        cluster.primary.kill();

        execute(cluster.west, "select pg_create_physical_replication_slot('europe', true)");
        execute(
                cluster.europe,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'"
                        .formatted(cluster.west.port()));
        execute(cluster.europe, "select pg_reload_conf()");
        eventually(PATIENCE, () -> {
            assertThat(of(WEST).stalenessBoundMs()).isZero();
            assertThat(bound(EUROPE)).as(of(EUROPE).reason()).isLessThan(1_000);
        });
    }

    @Test
    void followsWhatOperatorsWantWhileTheOthersGoOnAndReadsCredentialsAtEveryConnect() throws IOException {
        eventually(PATIENCE, () -> assertThat(bound(WEST)).isLessThan(1_000));
        DatabaseSpec spec = cluster.spec();
        wanted = Map.of(
                SHOP,
                new DatabaseSpec("postgres", "shop", spec.members().subList(0, 2), 250),
                DatabaseName.of("other"),
                new DatabaseSpec("postgres", "other", spec.members().subList(0, 1), 250));
        fleet.wake();
        eventually(PATIENCE, () -> {
            assertThat(fleet.freshness()).extracting(Freshness::database).hasSize(3);
            assertThat(of(DatabaseName.of("other"), EAST).reason()).isEqualTo("there are no credentials named other");
        });
        assertThat(of(WEST).stalenessBoundMs()).as("was not interrupted").isNotNull();

        Files.copy(cluster.credentials().resolve("shop"), cluster.credentials().resolve("other"));
        eventually(
                PATIENCE,
                () -> assertThat(of(DatabaseName.of("other"), EAST).role()).isEqualTo(MemberRole.PRIMARY));

        wanted = Map.of();
        fleet.wake();
        eventually(PATIENCE, () -> assertThat(fleet.freshness()).isEmpty());
    }

    private long bound(DataCenterName dataCenter) {
        Freshness freshness = of(dataCenter);
        assertThat(freshness.stalenessBoundMs()).as(freshness.reason()).isNotNull();
        return freshness.stalenessBoundMs() == null ? Long.MAX_VALUE : freshness.stalenessBoundMs();
    }

    private Freshness of(DataCenterName dataCenter) {
        return of(SHOP, dataCenter);
    }

    private Freshness of(DatabaseName database, DataCenterName dataCenter) {
        return fleet.freshness().stream()
                .filter(freshness -> freshness.database().equals(database))
                .filter(freshness -> freshness.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is known of " + database + " in " + dataCenter));
    }

    /** Compares the bound of the western replica with the truth, again and again. */
    private final class Measurement {

        private final Connection reader;
        private int polls;
        private long mostMs;
        private long mostTruthMs;
        private long mostAboveMs;

        Measurement(Connection reader) {
            this.reader = reader;
        }

        void forAbout(Duration time, @Nullable Truth truth) {
            Instant end = clock.instant().plus(time);
            eventually(time.multipliedBy(3), () -> {
                once(truth);
                assertThat(clock.instant()).isAfter(end);
            });
        }

        void once(@Nullable Truth truth) throws SQLException {
            Instant asked = clock.instant();
            long bound = bound(WEST);
            long age = truth == null ? 0 : truth.age(highest(reader), asked).toMillis();
            assertThat(bound).as("bound against the truth").isGreaterThanOrEqualTo(age);
            polls++;
            mostMs = Math.max(mostMs, bound);
            mostTruthMs = Math.max(mostTruthMs, age);
            mostAboveMs = Math.max(mostAboveMs, bound - age);
        }

        void report(String phase) {
            System.out.printf(
                    "phase=\"%s\" polls=%d under=0 most_bound_ms=%d most_truth_ms=%d most_above_ms=%d%n",
                    phase, polls, mostMs, mostTruthMs, mostAboveMs);
            polls = 0;
            mostMs = 0;
            mostTruthMs = 0;
            mostAboveMs = 0;
        }
    }
}
