package dev.fairlead.replication.check;

import static dev.fairlead.replication.check.CheckedCluster.EAST;
import static dev.fairlead.replication.check.CheckedCluster.EUROPE;
import static dev.fairlead.replication.check.CheckedCluster.WEST;
import static dev.fairlead.replication.check.CheckedCluster.execute;
import static dev.fairlead.replication.check.CheckedCluster.executeAsRole;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found on real servers of PostgreSQL 15, the oldest version whose rights are fine enough. */
@SuppressWarnings("NullAway.Init")
class CheckIT {

    private static final Path POSTGRESQL_15 = Path.of("/usr/lib/postgresql/15/bin");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private CheckedCluster cluster;

    @BeforeEach
    void start() throws SQLException, IOException {
        PostgresServer east =
                PostgresServer.create(POSTGRESQL_15, folder.resolve("east"), FreePorts.next(), Map.of("fsync", "off"));
        cluster = new CheckedCluster(east, folder);
        eventually(
                PATIENCE,
                () -> assertThat(codes(cluster.asynchronous()))
                        .doesNotContain("STANDBY_NOT_RECEIVING", "STANDBY_NAME", "SLOT_INACTIVE"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void itsStatementsMendWhatItFinds() throws SQLException {
        DatabaseSpec spec = cluster.synchronous();
        List<Finding> found = cluster.findings(spec);
        for (DataCenterName member : List.of(EAST, WEST, EUROPE)) {
            assertThat(found)
                    .filteredOn(finding -> member.equals(finding.dataCenter()))
                    .extracting(Finding::code)
                    .containsExactlyInAnyOrder(
                            "WAL_RECEIVER_TIMEOUT",
                            "WAL_SENDER_TIMEOUT",
                            "MAX_SLOT_WAL_KEEP_SIZE",
                            "NO_REWIND",
                            "SYNCHRONOUS_STANDBY_NAMES");
        }
        for (Finding finding : found) {
            String statement = finding.statement();
            if (statement != null) {
                execute(cluster.server(finding.dataCenter()), statement, "select pg_reload_conf()");
            }
        }
        for (PostgresServer server : List.of(cluster.east, cluster.west, cluster.europe)) {
            execute(server, "alter system set max_slot_wal_keep_size = '1GB'");
            server.stop();
            server.start();
        }
        eventually(
                PATIENCE,
                () -> assertThat(cluster.findings(spec))
                        .allSatisfy(finding -> assertThat(finding.severity())
                                .as(finding.text())
                                .isEqualTo(Severity.OK)));
        execute(cluster.east, "create table acknowledged_by_a_standby (n int)");
    }

    @Test
    void theRoleCanSealTakeOverAndRepoint() throws SQLException {
        DatabaseSpec spec = cluster.asynchronous();
        assertThat(codes(spec)).noneMatch(code -> code.startsWith("ROLE"));

        executeAsRole(cluster.west, "alter system set primary_conninfo = ''", "select pg_reload_conf()");
        executeAsRole(cluster.europe, "alter system set primary_conninfo = ''", "select pg_reload_conf()");
        eventually(PATIENCE, () -> assertThat(codes(spec, EUROPE)).contains("STANDBY_DETACHED"));
        cluster.east.kill();
        assertThat(codes(spec)).contains("MEMBER_NOT_READ", "NO_PRIMARY");

        executeAsRole(
                cluster.europe,
                "select pg_promote(true, 30)",
                "select pg_create_physical_replication_slot('west', true)",
                "checkpoint");
        assertThat(codes(spec)).doesNotContain("NO_PRIMARY");
        assertThat(codes(spec, WEST)).contains("TIMELINE_DIFFERS");
        executeAsRole(
                cluster.west,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=west'"
                        .formatted(cluster.europe.port()),
                "select pg_reload_conf()");
        eventually(PATIENCE, () -> {
            assertThat(codes(spec, WEST)).doesNotContain("TIMELINE_DIFFERS", "STANDBY_DETACHED", "STANDBY_NAME");
            assertThat(codes(spec, EUROPE)).doesNotContain("SLOT_INACTIVE");
        });

        cluster.east.start();
        assertThat(codes(spec)).contains("SEVERAL_PRIMARIES");
    }

    @Test
    void findsWhatARoleLacksOrHasTooMuch() throws SQLException, IOException {
        execute(cluster.east, "create role plain login password 'secret'");
        cluster.credentials("plain", "plain", "secret");
        cluster.credentials("super", "postgres", "unused");
        cluster.credentials("wrong", "plain", "wrong");

        assertThat(codes(cluster.spec("plain", null), EAST))
                .contains(
                        "ROLE_MONITOR",
                        "ROLE_SEAL",
                        "ROLE_RELOAD",
                        "ROLE_PROMOTE",
                        "ROLE_READ_ONLY",
                        "ROLE_END_SESSIONS",
                        "ROLE_REPLICATION",
                        "ROLE_CHECKPOINT",
                        "ROLE_REWIND");
        assertThat(codes(cluster.spec("super", null), EAST)).contains("ROLE_SUPERUSER");
        assertThat(codes(cluster.spec("wrong", null))).containsOnly("MEMBER_NOT_READ");
        assertThat(codes(cluster.spec("none", null))).containsOnly("MEMBER_NOT_READ");
    }

    @Test
    void findsSlotsThatNobodyUsesAndThatLostTheLog() throws SQLException {
        DatabaseSpec spec = cluster.asynchronous();
        cluster.west.kill();
        eventually(PATIENCE, () -> assertThat(codes(spec, EAST)).contains("SLOT_INACTIVE"));
        assertThat(codes(spec, WEST)).containsExactly("MEMBER_NOT_READ");

        execute(
                cluster.east,
                "alter system set max_slot_wal_keep_size = '1MB'",
                "select pg_reload_conf()",
                "create table filler (n int)");
        eventually(PATIENCE, () -> {
            execute(cluster.east, "insert into filler values (1)", "select pg_switch_wal()", "checkpoint");
            assertThat(codes(spec, EAST)).contains("SLOT_LOST");
        });
    }

    @Test
    void findsStandbysUnderAnotherNameAndWithoutASlot() throws SQLException {
        execute(
                cluster.west,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'"
                        .formatted(cluster.east.port()),
                "alter system set primary_slot_name = ''",
                "select pg_reload_conf()");
        eventually(PATIENCE, () -> {
            assertThat(codes(cluster.asynchronous(), WEST)).contains("STANDBY_NAME");
            assertThat(codes(cluster.asynchronous(), EAST)).contains("STANDBY_WITHOUT_SLOT", "SLOT_INACTIVE");
        });
    }

    @Test
    void findsWhoseCommitsWaitForNobodyAndWhatIsReadOnly() throws SQLException {
        execute(
                cluster.east,
                "create role batch",
                "alter role batch in database postgres set synchronous_commit = local",
                "alter system set synchronous_commit = remote_write",
                "alter system set default_transaction_read_only = on",
                "select pg_reload_conf()");
        eventually(
                PATIENCE,
                () -> assertThat(codes(cluster.synchronous(), EAST))
                        .contains("SYNCHRONOUS_COMMIT", "SYNCHRONOUS_COMMIT_BY_ROLE", "READ_ONLY_BY_DEFAULT"));
        assertThat(cluster.findings(cluster.synchronous()))
                .filteredOn(finding -> finding.code().equals("SYNCHRONOUS_COMMIT_BY_ROLE"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .startsWith("role batch in database postgres has synchronous_commit=local"));
    }

    private List<String> codes(DatabaseSpec spec) {
        return cluster.findings(spec).stream().map(Finding::code).toList();
    }

    private List<String> codes(DatabaseSpec spec, DataCenterName member) {
        return cluster.findings(spec).stream()
                .filter(finding -> member.equals(finding.dataCenter()))
                .map(Finding::code)
                .toList();
    }
}
