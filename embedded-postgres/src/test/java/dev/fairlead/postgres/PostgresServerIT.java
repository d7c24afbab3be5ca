package dev.fairlead.postgres;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    Path folder;

    @Test
    void clonesIntoAReplicaThatFollowsAndReturnsAfterAKill() throws SQLException {
        PostgresServer primary = PostgresServer.create(folder.resolve("a"), FreePorts.next(), Map.of());
        try (primary) {
            primary.start();
            execute(primary, "create table rows (n int)");
            PostgresServer replica = primary.cloneTo(folder.resolve("b"), FreePorts.next(), "b");
            try (replica) {
                execute(primary, "insert into rows values (1)");
                replica.start();
                eventually(
                        Duration.ofSeconds(20), () -> assertThat(count(replica)).isEqualTo(1));
                assertThat(recovering(replica)).isTrue();

                replica.kill();
                assertThat(replica.running()).isFalse();
                execute(primary, "insert into rows values (2)");
                replica.start();
                eventually(
                        Duration.ofSeconds(20), () -> assertThat(count(replica)).isEqualTo(2));
            }
        }
        assertThat(primary.running()).isFalse();
    }

    @Test
    void stopsWhatAProgramOfPostgresStarted() throws SQLException {
        PostgresServer server = PostgresServer.create(folder.resolve("a"), FreePorts.next(), Map.of());
        try (server) {
            assertThat(server.running()).isFalse();
            Commands.run(
                    PostgresServer.packaged().resolve("pg_ctl"),
                    "start",
                    "--wait",
                    "--pgdata=" + server.data(),
                    "--log=" + folder.resolve("log"),
                    "--options=-p " + server.port());
            assertThat(server.running()).isTrue();
            server.start();
            execute(server, "create table rows (n int)");
            server.kill();
            assertThat(server.running()).isFalse();
            server.start();
            assertThat(count(server)).isZero();
        }
        assertThat(server.running()).isFalse();
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PostgresServer server = PostgresServer.create(folder.resolve("a"), taken.getLocalPort(), Map.of());
            assertThatThrownBy(server::start).hasMessageContaining("PostgreSQL did not start");
        }
    }

    @Test
    void givesEachRoleItsOwnSchema() throws SQLException {
        try (TestDatabase database = TestDatabase.create("traffic");
                Connection connection =
                        DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table mine (n int)");
            try (ResultSet row = statement.executeQuery("select schemaname from pg_tables where tablename = 'mine'")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("traffic");
            }
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from rows")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean recovering(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
