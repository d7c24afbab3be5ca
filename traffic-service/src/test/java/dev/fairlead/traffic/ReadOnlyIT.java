package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.drain;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders that an application takes no writes, from the request to the plan and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReadOnlyIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ORDER = "/v1/overrides/read-only-1";
    private static final String EVERYWHERE =
            "{\"kind\": \"read-only\", \"application\": \"shop\", \"reason\": \"power work\"}";
    private static final String EAST_ONLY =
            "{\"kind\": \"read-only\", \"dataCenter\": \"us-east\", \"reason\": \"power work\", \"minutes\": 5}";

    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service service;

    @BeforeAll
    void start() throws IOException {
        neighbours = new Neighbours();
        service = new Service(database, neighbours);
        for (String name : List.of("us-east", "us-west")) {
            service.put("/v1/data-centers/" + name, dataCenter(name));
        }
        neighbours.verdicts =
                List.of(verdict("shop", "us-east", EAST, Health.UP), verdict("shop", "us-west", WEST, Health.UP));
        service.put("/v1/applications/shop", application("shop", "{}"));
        bothAreSeenUp();
        modesBecome("read-write", "read-write");
    }

    private void bothAreSeenUp() {
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/shop/plan")
                                .at("/standings")
                                .valueStream()
                                .map(standing -> standing.at("/neverUp").asBoolean()))
                        .containsExactly(false, false));
    }

    @AfterEach
    void end() {
        for (JsonNode override : service.read("/v1/overrides").at("/items")) {
            service.delete("/v1/overrides/" + override.at("/id").asString());
        }
        modesBecome("read-write", "read-write");
    }

    @AfterAll
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    private void modesBecome(String east, String west) {
        eventually(SOON, () -> {
            JsonNode plan = service.read("/v1/applications/shop/plan");
            assertThat(plan.at("/standings/0/mode").asString()).isEqualTo(east);
            assertThat(plan.at("/standings/1/mode").asString()).isEqualTo(west);
        });
    }

    @Test
    void isOrderedEverywhereForATimeAndEnded() {
        JsonNode shares = service.read("/v1/applications/shop/plan").at("/audiences");
        JsonNode stored = json.readTree(service.put(ORDER, EVERYWHERE).body());
        assertThat(stored.at("/kind").asString()).isEqualTo("read-only");
        assertThat(stored.at("/author").asString()).isEqualTo("alice");
        assertThat(stored.hasNonNull("dataCenter")).isFalse();
        assertThat(service.put(ORDER, EVERYWHERE).status()).as("asked again").isEqualTo(200);
        assertThat(service.put(ORDER, EAST_ONLY).body()).contains("OVERRIDE_EXISTS");

        modesBecome("read-only", "read-only");
        JsonNode plan = service.read("/v1/applications/shop/plan");
        assertThat(plan.at("/standings/0/modeReason/code").asString()).isEqualTo("READ_ONLY_ORDERED");
        assertThat(plan.at("/standings/0/modeReason/reason").asString())
                .startsWith("read-only by alice until ")
                .endsWith(": power work");
        assertThat(plan.at("/audiences")).isEqualTo(shares);
        assertThat(service.read("/v1/applications/shop/why").at("/summary").asString())
                .contains("no writes in us-east, us-west (read-only by alice");
        assertThat(service.get("/v1/overrides").body()).contains("read-only-1");

        assertThat(service.delete(ORDER).status()).isEqualTo(204);
        modesBecome("read-write", "read-write");
    }

    @Test
    void isOrderedOfAllApplicationsInOneDataCenter() {
        service.put(ORDER, EAST_ONLY);
        modesBecome("read-only", "read-write");
    }

    @Test
    void aDryRunTellsTheModesAndChangesNothing() {
        JsonNode preview =
                json.readTree(service.put(ORDER + "?dryRun=true", EVERYWHERE).body());
        assertThat(preview.at("/changes/0/movedPercent").asDouble()).isZero();
        assertThat(preview.at("/changes/0/before/standings/0/mode").asString()).isEqualTo("read-write");
        assertThat(preview.at("/changes/0/after/standings/0/mode").asString()).isEqualTo("read-only");
        assertThat(preview.at("/hits").isEmpty()).isTrue();
        assertThat(service.read("/v1/overrides").at("/items").isEmpty()).isTrue();
    }

    @Test
    void otherKindsNeedADataCenter() {
        assertThat(service.put("/v1/overrides/drain-1", EVERYWHERE.replace("read-only", "drain"))
                        .body())
                .contains("dataCenter is required");
        assertThat(service.put(ORDER, EAST_ONLY.replace("us-east", "us-eats")).body())
                .contains("UNKNOWN_DATA_CENTER");
    }

    @Test
    void leavesNothingThatTheVersionBeforeCouldNotRead() throws SQLException {
        service.put(ORDER, EVERYWHERE);
        service.put("/v1/overrides/drain-1", drain("shop", "us-west"));
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet kinds =
                        statement.executeQuery("select string_agg(distinct kind, ',') from routing_override")) {
            assertThat(kinds.next()).isTrue();
            assertThat(kinds.getString(1)).isEqualTo("DRAIN");
        }
        service.post("/v1/restores", "{\"application\": \"shop\", \"dataCenter\": \"us-west\", \"reason\": \"done\"}");
        assertThat(service.get("/v1/overrides").body())
                .as("a restore ends drains only")
                .contains("read-only-1")
                .doesNotContain("drain-1");
    }

    @Test
    void everyKindIsReadFromTheDatabaseAsItWasOrdered() {
        service.put("/v1/overrides/down-1", EAST_ONLY.replace("read-only", "treat-as-down"));
        stateBecomes("down");
        service.delete("/v1/overrides/down-1");
        stateBecomes("held");
        service.post("/v1/restores", "{\"dataCenter\": \"us-east\", \"reason\": \"a test\"}");
    }

    private void stateBecomes(String east) {
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/shop/plan")
                                .at("/standings/0/state")
                                .asString())
                        .isEqualTo(east));
    }
}
