package dev.fairlead.replication.sample;

import static dev.fairlead.replication.sample.Cluster.EAST;
import static dev.fairlead.replication.sample.Cluster.EUROPE;
import static dev.fairlead.replication.sample.Cluster.WEST;
import static dev.fairlead.replication.sample.Cluster.execute;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.replication.MemberRole;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is certified while a primary is lost, a replica takes over and the old primary returns. */
@SuppressWarnings("NullAway.Init")
class TakeoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Cluster cluster;
    private Watch watch;

    @BeforeEach
    void start() throws SQLException, IOException {
        cluster = new Cluster(folder);
        watch = new Watch(cluster, new MonotonicClock());
    }

    @AfterEach
    void close() {
        watch.close();
        cluster.close();
    }

    @Test
    void aLostPrimaryMakesEveryoneGrowStaleAndATakeoverBeginsANewHistory() throws SQLException {
        eventually(PATIENCE, () -> {
            assertThat(watch.bound(WEST)).isLessThan(1_000);
            assertThat(watch.bound(EUROPE)).isLessThan(1_000);
        });
        cluster.primary.kill();
        eventually(PATIENCE, () -> {
            assertThat(watch.of(EAST).reachable()).isFalse();
            assertThat(watch.bound(EAST)).isGreaterThan(1_500);
            assertThat(watch.bound(WEST)).isGreaterThan(1_500);
            assertThat(watch.bound(EUROPE)).isGreaterThan(1_500);
            assertThat(watch.of(EUROPE).bytesBehind()).isNull();
            assertThat(watch.of(EUROPE).reason()).contains("primary us-east does not answer");
        });

        execute(cluster.west, "select pg_promote()");
        eventually(PATIENCE, () -> {
            assertThat(watch.of(WEST).role()).isEqualTo(MemberRole.PRIMARY);
            assertThat(watch.of(WEST).stalenessBoundMs()).isZero();
            assertThat(watch.of(EAST).role()).isEqualTo(MemberRole.UNKNOWN);
            assertThat(watch.of(EUROPE).stalenessBoundMs()).isNull();
            assertThat(watch.of(EUROPE).reason()).contains("it is on timeline 1 while the primary is on timeline 2");
        });

        cluster.primary.start();
        eventually(PATIENCE, () -> {
            assertThat(watch.of(WEST).stalenessBoundMs()).isNull();
            assertThat(watch.of(EAST).stalenessBoundMs()).isNull();
            assertThat(watch.of(EAST).reason()).contains("needs an operator: us-east and us-west");
        });
        cluster.primary.kill();

        execute(cluster.west, "select pg_create_physical_replication_slot('europe', true)");
        execute(
                cluster.europe,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'"
                        .formatted(cluster.west.port()));
        execute(cluster.europe, "select pg_reload_conf()");
        eventually(PATIENCE, () -> {
            assertThat(watch.of(WEST).stalenessBoundMs()).isZero();
            assertThat(watch.bound(EUROPE)).as(watch.of(EUROPE).reason()).isLessThan(1_000);
        });
    }
}
