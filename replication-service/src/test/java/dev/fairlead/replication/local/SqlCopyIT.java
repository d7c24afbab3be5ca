package dev.fairlead.replication.local;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild by the packaged PostgreSQL, which has neither {@code pg_rewind} nor {@code pg_basebackup}. */
class SqlCopyIT {

    private static final Credentials.Login FAIRLEAD = new Credentials.Login("fairlead", "secret");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void makesAnOldPrimaryAStandbyByTheRightsOfTheRoleAlone() throws SQLException, IOException {
        PostgresServer east = PostgresServer.create(folder.resolve("east"), FreePorts.next(), Map.of("fsync", "off"));
        try (east) {
            east.start();
            for (String statement : Right.statements(FAIRLEAD.user())) {
                execute(east, statement);
            }
            execute(east, "alter role fairlead password 'secret'");
            execute(east, "create table rows as select generate_series(1, 100000) as n"); // more than one reading
            try (PostgresServer west = east.cloneTo(folder.resolve("west"), FreePorts.next(), "us-west")) {
                west.start();
                eventually(PATIENCE, () -> assertThat(streaming(east)).isEqualTo("us-west"));
                east.kill();
                execute(west, "select pg_promote()");
                execute(west, "insert into rows values (0)");
                rebuild(east, west);
                execute(west, "insert into rows values (-1)");
                eventually(PATIENCE, () -> assertThat(streaming(west)).isEqualTo("us-east"));
                eventually(
                        PATIENCE,
                        () -> assertThat(ask(east, "select count(*) || ' from ' || min(n) from rows"))
                                .isEqualTo("100002 from -1"));
                assertThat(folder.resolve("east.replaced").resolve("pg_wal")).isDirectory();
            }
        }
    }

    private static void rebuild(PostgresServer old, PostgresServer primary) throws SQLException, IOException {
        EndpointAddress source = address(primary);
        LocalServer server = new ControlledServer(
                new LocalProperties.Server(address(old), old.data(), PostgresServer.packaged(), null, null, null));
        execute(primary, "select pg_create_physical_replication_slot('us_east', true)");
        server.fence(1);
        assertThatThrownBy(() -> server.rewind(source, FAIRLEAD, "postgres"))
                .hasMessageContaining("pg_rewind is missing");
        server.copy(source, FAIRLEAD, "postgres", "us_east");
        server.copy(source, FAIRLEAD, "postgres", "us_east");
        server.follow(source, FAIRLEAD, "us-east", "us_east");
        server.start();
    }

    @Test
    void refusesTablespaces() throws SQLException, IOException {
        try (PostgresServer east =
                PostgresServer.create(folder.resolve("east"), FreePorts.next(), Map.of("fsync", "off"))) {
            east.start();
            execute(east, "set allow_in_place_tablespaces = on", "create tablespace apart location ''");
            LocalServer server = new ControlledServer(new LocalProperties.Server(
                    new EndpointAddress("127.0.0.1", FreePorts.next()),
                    folder.resolve("copy"),
                    PostgresServer.packaged(),
                    null,
                    null,
                    null));
            assertThatThrownBy(() ->
                            server.copy(address(east), new Credentials.Login("postgres", "none"), "postgres", "none"))
                    .hasMessageContaining("has tablespaces");
        }
    }

    private static EndpointAddress address(PostgresServer server) {
        return new EndpointAddress("127.0.0.1", server.port());
    }

    private static String streaming(PostgresServer server) throws SQLException {
        return ask(
                server, "select string_agg(application_name, ',') from pg_stat_replication where state = 'streaming'");
    }

    private static void execute(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ask(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
