package dev.fairlead.replication.sample;

import static dev.fairlead.replication.sample.Cluster.EAST;
import static dev.fairlead.replication.sample.Cluster.EUROPE;
import static dev.fairlead.replication.sample.Cluster.WEST;
import static dev.fairlead.replication.sample.Cluster.execute;
import static dev.fairlead.replication.sample.Cluster.highest;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fleet against a real primary and two real streaming replicas. */
@SuppressWarnings("NullAway.Init")
class FleetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static Cluster cluster;

    private final InstantSource clock = new MonotonicClock();
    private Watch watch;

    @BeforeAll
    static void startServers() throws SQLException, IOException {
        cluster = new Cluster(folder);
    }

    @AfterAll
    static void stopServers() {
        cluster.close();
    }

    @BeforeEach
    void watch() {
        watch = new Watch(cluster, clock);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void boundIsNeverBelowTheTruthThroughIdlenessWritesAndPausedReplay() throws SQLException {
        eventually(PATIENCE, () -> {
            assertThat(watch.of(EAST).role()).isEqualTo(MemberRole.PRIMARY);
            assertThat(watch.of(EAST).stalenessBoundMs()).isZero();
            assertThat(watch.of(WEST).role()).isEqualTo(MemberRole.REPLICA);
            assertThat(watch.bound(WEST)).isLessThan(1_000);
            assertThat(watch.bound(EUROPE)).isLessThan(1_000);
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
                    assertThat(watch.bound(WEST)).isGreaterThan(3_000);
                    assertThat(watch.of(WEST).bytesBehind()).isPositive();
                });
                measured.report("replay paused");
                assertThat(watch.bound(EUROPE)).isLessThan(watch.bound(WEST));

                execute(cluster.west, "select pg_wal_replay_resume()");
                eventually(PATIENCE, () -> {
                    measured.once(truth);
                    assertThat(watch.bound(WEST)).isLessThan(1_000);
                });
                measured.report("resumed");
                assertThat(truth.writes()).isPositive();
            }
        }
    }

    @Test
    void aKilledReplicaGrowsStaleIsUnreachableAndIsCertifiedAgainWhenItIsBack() {
        eventually(PATIENCE, () -> assertThat(watch.bound(WEST)).isLessThan(1_000));
        cluster.west.kill();
        eventually(PATIENCE, () -> {
            assertThat(watch.of(WEST).reachable()).isFalse();
            assertThat(watch.of(WEST).role()).isEqualTo(MemberRole.REPLICA);
            assertThat(watch.of(WEST).reason()).contains("does not answer");
            assertThat(watch.bound(WEST)).isGreaterThan(1_500);
        });
        assertThat(watch.bound(EUROPE)).isLessThan(watch.bound(WEST));
        cluster.west.start();
        eventually(PATIENCE, () -> {
            assertThat(watch.of(WEST).reachable()).isTrue();
            assertThat(watch.bound(WEST)).isLessThan(1_000);
        });
    }

    @Test
    void startsWithoutAnAnswerUntilEveryMemberHadItsTurn() {
        eventually(PATIENCE, () -> assertThat(watch.settled()).isTrue());
        assertThat(watch.freshness())
                .hasSize(3)
                .allSatisfy(member -> assertThat(member.stalenessBoundMs())
                        .as(member.reason())
                        .isNotNull());
    }

    @Test
    void measuresHowLongEveryMemberTakesToAnswerAndForgetsOneThatIsNoneAnyMore() {
        eventually(
                PATIENCE,
                () -> assertThat(watch.roundTrips())
                        .extracting(RoundTrip::dataCenter)
                        .containsExactlyInAnyOrder(EAST, WEST, EUROPE));
        assertThat(watch.roundTrips()).allSatisfy(trip -> {
            assertThat(trip.database()).isEqualTo(Watch.SHOP);
            assertThat(trip.readings()).isPositive();
            assertThat(trip.medianMs()).isPositive().isLessThanOrEqualTo(trip.p99Ms());
        });
        DatabaseSpec spec = cluster.spec();
        watch.want(Map.of(
                Watch.SHOP, new DatabaseSpec("postgres", "shop", spec.members().subList(0, 2), 250)));
        eventually(
                PATIENCE,
                () -> assertThat(watch.roundTrips())
                        .extracting(RoundTrip::dataCenter)
                        .containsExactlyInAnyOrder(EAST, WEST));
    }

    @Test
    void boundsHowStaleASubscriberIsByWhatItConfirmed() throws SQLException {
        eventually(PATIENCE, () -> assertThat(watch.bound(WEST)).isLessThan(1_000));
        execute(cluster.primary, "select pg_create_logical_replication_slot('audit', 'pgoutput')");
        try {
            execute(cluster.primary, "create table audited as select generate_series(1, 10000) as n");
            eventually(
                    PATIENCE,
                    () -> assertThat(watch.logicalSlots()).singleElement().satisfies(slot -> {
                        assertThat(slot.name()).isEqualTo("audit");
                        assertThat(slot.active()).isFalse();
                        assertThat(slot.bytesBehind()).isGreaterThan(100_000);
                        assertThat(slot.stalenessBoundMs()).isGreaterThan(1_500);
                    }));
            eventually(PATIENCE, () -> {
                execute(cluster.primary, "select pg_replication_slot_advance('audit', pg_current_wal_lsn())");
                assertThat(watch.logicalSlots()).singleElement().satisfies(slot -> {
                    assertThat(slot.bytesBehind()).isLessThan(100_000);
                    assertThat(slot.stalenessBoundMs()).isLessThan(1_000);
                });
            });
        } finally {
            execute(cluster.primary, "select pg_drop_replication_slot('audit')");
            execute(cluster.primary, "drop table if exists audited");
        }
    }

    @Test
    void followsWhatOperatorsWantWhileTheOthersGoOnAndReadsCredentialsAtEveryConnect() throws IOException {
        eventually(PATIENCE, () -> assertThat(watch.bound(WEST)).isLessThan(1_000));
        DatabaseSpec spec = cluster.spec();
        watch.want(Map.of(
                Watch.SHOP,
                new DatabaseSpec("postgres", "shop", spec.members().subList(0, 2), 250),
                DatabaseName.of("other"),
                new DatabaseSpec("postgres", "other", spec.members().subList(0, 1), 250)));
        eventually(PATIENCE, () -> {
            assertThat(watch.freshness()).extracting(Freshness::database).hasSize(3);
            assertThat(watch.of(DatabaseName.of("other"), EAST).reason())
                    .isEqualTo("there are no credentials named other");
        });
        assertThat(watch.of(WEST).stalenessBoundMs()).as("was not interrupted").isNotNull();

        Files.copy(cluster.credentials().resolve("shop"), cluster.credentials().resolve("other"));
        eventually(
                PATIENCE,
                () -> assertThat(watch.of(DatabaseName.of("other"), EAST).role())
                        .isEqualTo(MemberRole.PRIMARY));

        watch.want(Map.of());
        eventually(PATIENCE, () -> assertThat(watch.freshness()).isEmpty());
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
            long bound = watch.bound(WEST);
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
