package dev.fairlead.service.database;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.service.ServiceProcess;
import dev.fairlead.testing.CommitCutter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service on real servers that come late, die, take over, and lose connections. */
class DatabaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FORWARD = "/v1/things/forward";

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private PostgresServer server() {
        PostgresServer server =
                PostgresServer.create(folder.resolve("primary"), FreePorts.next(), Map.of("fsync", "off"));
        toClose.add(server::delete);
        return server;
    }

    private OneTable service(String url, String... more) throws Exception {
        return closing(OneTable.start(folder, url, more));
    }

    @Test
    void livesWithoutADatabaseAndIsReadyWhenItComes() throws Exception {
        PostgresServer server = server();
        OneTable service = service(server.jdbcUrl("postgres"));

        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(service.get("/v1/in-memory").body()).isEqualTo("as it was");
        assertAway(service.put("early"));

        server.start();

        eventually(
                PATIENCE,
                () -> assertThat(service.get("/actuator/health/readiness").status())
                        .isEqualTo(200));
        assertThat(service.put("late").status()).isEqualTo(200);
        assertThat(service.get("/v1/things").body()).isEqualTo("[\"late\"]");
        server.kill();
        assertAway(service.get("/v1/things"));
        assertThat(service.get("/actuator/health/readiness").status())
                .as("a database that goes away later makes nobody unready")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Migrations.class)
    void aServiceThatIsRolledBackRunsOnTheTablesOfTheNewerVersion(Migrations migrations) throws Exception {
        PostgresServer server = server();
        server.start();
        String url = server.jdbcUrl("postgres");
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .locations("classpath:db/one-table", "classpath:db/one-table-newer")
                .load()
                .migrate();

        OneTable service = service(url, "--fairlead.migrations=" + migrations);

        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(service.put("after").status()).isEqualTo(200);
        assertThat(service.get("/v1/things").body()).isEqualTo("[\"after\"]");
    }

    @Test
    void readsFromTheReplicaWhenThePrimaryIsKilledAndWritesToItOnceItTookOver() throws Exception {
        PostgresServer primary = server();
        primary.start();
        PostgresServer replica = primary.cloneTo(folder.resolve("replica"), FreePorts.next(), "replica");
        toClose.add(replica::delete);
        replica.start();
        String url = "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres".formatted(primary.port(), replica.port());
        OneTable service = service(url);
        assertThat(service.put("before").status()).isEqualTo(200);
        assertThat(service.get(FORWARD).body()).isEqualTo("[\"before\"]");
        eventually(PATIENCE, () -> assertThat(count(replica, "before")).isEqualTo(1));

        primary.kill();

        eventually(PATIENCE, () -> assertThat(service.get("/v1/things").body()).isEqualTo("[\"before\"]"));
        assertThat(service.get("/v1/in-memory").body()).isEqualTo("as it was");
        assertAway(service.put("meanwhile"));
        assertAway(service.get(FORWARD));
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);

        OneTable another = service(url);
        assertThat(another.get("/actuator/health/readiness").status())
                .as("started on the replica alone")
                .isEqualTo(200);
        assertThat(another.get(FORWARD).body()).isEqualTo("[\"before\"]");
        assertAway(another.get(FORWARD));

        execute(replica, "select pg_promote()");

        eventually(PATIENCE, () -> assertThat(service.put("after").status()).isEqualTo(200));
        eventually(PATIENCE, () -> assertThat(another.put("after-too").status()).isEqualTo(200));
        assertThat(service.get(FORWARD).body()).isEqualTo("[\"after\",\"after-too\",\"before\"]");
    }

    @ParameterizedTest
    @EnumSource
    void whatLostItsConnectionAtTheCommitIsDoneOnceAndAcknowledged(CommitCutter.Cut cut) throws Exception {
        PostgresServer server = server();
        server.start();
        CommitCutter cutter = closing(new CommitCutter(server.port()));
        OneTable service = service("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(cutter.port()));

        for (int i = 0; i < 12; i++) { // also past the point where the driver prepares statements on the server
            cutter.cutNext(cut);
            assertThat(service.put("thing-" + i).status()).isEqualTo(200);
            assertThat(count(server, "thing-" + i)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotKnownIsSaidToBeUnknown(CommitCutter.Cut cut) throws Exception {
        PostgresServer server = server();
        server.start();
        CommitCutter cutter = closing(new CommitCutter(server.port()));
        OneTable service = service("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(cutter.port()));

        cutter.cutNextForGood(cut);
        OneTable.Answer answer = service.put("perhaps");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"OUTCOME_UNKNOWN\"");
        assertThat(answer.retryAfter()).isEqualTo("5");
        assertThat(count(server, "perhaps")).isEqualTo(cut == CommitCutter.Cut.ANSWER ? 1 : 0);
    }

    @Test
    void waitsForTheCommandThatMigratesWhereItMustNot() throws Exception {
        PostgresServer server = server();
        server.start();
        String url = server.jdbcUrl("postgres");
        OneTable service = service(url, "--fairlead.migrations=never");
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);

        ServiceProcess.run(OneTable.Application.class, OneTable.arguments(folder, url, "--fairlead.migrate-and-exit"));

        eventually(
                PATIENCE,
                () -> assertThat(service.get("/actuator/health/readiness").status())
                        .isEqualTo(200));
        assertThat(service.put("thing").status()).isEqualTo(200);
    }

    private static void assertAway(OneTable.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"DATABASE_AWAY\"");
        assertThat(answer.retryAfter()).isEqualTo("5");
    }

    private static int count(PostgresServer server, String name) throws Exception {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from thing where name = '" + name + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(PostgresServer server, String sql) throws Exception {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
