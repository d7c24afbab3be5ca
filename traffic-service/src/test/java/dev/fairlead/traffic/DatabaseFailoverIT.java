package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service while its PostgreSQL comes late, dies, and is taken over. */
class DatabaseFailoverIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "secret";
    private static final String DRAIN =
            "{\"kind\": \"drain\", \"dataCenter\": \"us-west\", \"minutes\": 5, \"reason\": \"power work\"}";

    @TempDir
    Path folder;

    private final int replicaPort = FreePorts.next();
    private PostgresServer primary;
    private @Nullable PostgresServer replica;
    private Neighbours neighbours;
    private Service service;

    @BeforeEach
    void startWithoutDatabase() throws Exception {
        primary = PostgresServer.create(folder.resolve("primary"), FreePorts.next(), Map.of("fsync", "off"));
        neighbours = new Neighbours();
        service = new Service(
                "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/fairlead".formatted(primary.port(), replicaPort),
                PASSWORD,
                neighbours);
    }

    @AfterEach
    void stop() {
        service.close();
        neighbours.close();
        primary.delete();
        if (replica != null) {
            replica.delete();
        }
    }

    @Test
    void steersOnThroughAllOfIt() throws Exception {
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertAway(service.put("/v1/data-centers/us-east", TrafficServiceIT.dataCenter("us-east")));

        primary.start();
        execute(primary, "postgres", "create database fairlead");
        Roles.create(primary, "fairlead", "traffic", PASSWORD);
        eventually(
                SOON,
                () -> assertThat(service.get("/actuator/health/readiness").status())
                        .isEqualTo(200));
        writeShop();
        PostgresServer standby = primary.cloneTo(folder.resolve("replica"), replicaPort, "replica");
        replica = standby;
        standby.start();
        primary.kill();

        say(Health.DOWN, Health.UP);
        eventually(SOON, () -> assertThat(state("us-east")).isEqualTo("down"));
        eventually(
                SOON, () -> assertThat(service.get("/v1/applications").status()).isEqualTo(200));
        assertThat(service.get("/v1/applications").body()).contains("\"shop\"");
        assertThat(service.get("/v1/applications/shop/plans").status())
                .as("history from the replica")
                .isEqualTo(200);
        assertAway(service.put("/v1/overrides/work", DRAIN));
        assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);

        execute(standby, "postgres", "select pg_promote()");

        eventually(
                SOON,
                () -> assertThat(service.put("/v1/overrides/work", DRAIN).status())
                        .isEqualTo(200));
        eventually(SOON, () -> assertThat(service.get("/v1/plans").body()).contains("power work"));
        eventually(
                SOON,
                () -> assertThat(service.get("/v1/applications/shop/plans").body())
                        .as("what was decided without database, written behind")
                        .contains("\"state\":\"down\""));
    }

    private void writeShop() {
        for (String name : List.of("us-east", "us-west")) {
            assertThat(service.put("/v1/data-centers/" + name, TrafficServiceIT.dataCenter(name))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(service.put("/v1/applications/shop", TrafficServiceIT.application("shop", "{}"))
                        .status())
                .isEqualTo(201);
        say(Health.UP, Health.UP);
        eventually(SOON, () -> assertThat(state("us-east")).isEqualTo("serving"));
    }

    private void say(Health east, Health west) {
        neighbours.verdicts = List.of(
                TrafficServiceIT.verdict("shop", "us-east", TrafficServiceIT.EAST, east),
                TrafficServiceIT.verdict("shop", "us-west", TrafficServiceIT.WEST, west));
    }

    private String state(String dataCenter) {
        for (var standing : service.read("/v1/applications/shop/plan").at("/standings")) {
            if (standing.path("dataCenter").asString().equals(dataCenter)) {
                return standing.path("state").asString();
            }
        }
        return "none";
    }

    private static void assertAway(Service.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"DATABASE_AWAY\"");
        assertThat(answer.retryAfter()).isEqualTo("5");
    }

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
