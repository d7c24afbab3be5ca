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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A base backup of the service's PostgreSQL, and the service on what is restored from it. */
class BackupIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "secret";

    @TempDir
    Path folder;

    @Test
    void steersByTheIntentOfTheBackupUnderEpochsAboveAllThatWereBefore() throws Exception {
        try (Neighbours neighbours = new Neighbours();
                PostgresServer primary =
                        PostgresServer.create(folder.resolve("primary"), FreePorts.next(), Map.of("fsync", "off"))) {
            neighbours.verdicts = List.of(
                    TrafficServiceIT.verdict("shop", "us-east", TrafficServiceIT.EAST, Health.UP),
                    TrafficServiceIT.verdict("shop", "us-west", TrafficServiceIT.WEST, Health.UP));
            primary.start();
            execute(primary, "create database fairlead");
            Roles.create(primary, "fairlead", "traffic", PASSWORD);
            try (PostgresServer backup = write(primary, neighbours)) {
                long epochBefore = drainAfterTheBackup(primary, neighbours);
                primary.kill();

                backup.start();
                execute(backup, "select pg_promote()");
                try (Service restored = service(backup, neighbours)) {
                    eventually(SOON, () -> {
                        JsonNode plan = plan(restored);
                        assertThat(plan.at("/standings/1/state").asString()).isEqualTo("serving");
                        assertThat(plan.at("/epoch").asLong()).isGreaterThan(epochBefore);
                    });
                    assertThat(restored.get("/v1/overrides").body()).doesNotContain("after-the-backup");
                    assertThat(restored.put("/v1/overrides/again", TrafficServiceIT.drain("shop", "us-west"))
                                    .status())
                            .isEqualTo(200);
                    eventually(
                            SOON,
                            () -> assertThat(plan(restored)
                                            .at("/standings/1/state")
                                            .asString())
                                    .isEqualTo("drained"));
                }
            }
        }
    }

    /** Writes an application and takes the backup. */
    private PostgresServer write(PostgresServer primary, Neighbours neighbours) throws Exception {
        try (Service service = service(primary, neighbours)) {
            for (String name : List.of("us-east", "us-west")) {
                service.put("/v1/data-centers/" + name, TrafficServiceIT.dataCenter(name));
            }
            service.put("/v1/applications/shop", TrafficServiceIT.application("shop", "{}"));
            eventually(
                    SOON,
                    () -> assertThat(plan(service).at("/standings/1/state").asString())
                            .isEqualTo("serving"));
        }
        PostgresServer backup = primary.cloneTo(folder.resolve("backup"), FreePorts.next(), "backup");
        backup.start(); // until it is consistent
        backup.stop();
        return backup;
    }

    /** @return the epoch of the last plan */
    private static long drainAfterTheBackup(PostgresServer primary, Neighbours neighbours) throws Exception {
        try (Service service = service(primary, neighbours)) {
            service.put("/v1/overrides/after-the-backup", TrafficServiceIT.drain("shop", "us-west"));
            eventually(
                    SOON,
                    () -> assertThat(plan(service).at("/standings/1/state").asString())
                            .isEqualTo("drained"));
            return plan(service).at("/epoch").asLong();
        }
    }

    private static Service service(PostgresServer server, Neighbours neighbours) throws Exception {
        return new Service(server.jdbcUrl("fairlead"), PASSWORD, neighbours);
    }

    private static JsonNode plan(Service service) {
        Service.Answer answer = service.get("/v1/applications/shop/plan");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return service.read("/v1/applications/shop/plan");
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
