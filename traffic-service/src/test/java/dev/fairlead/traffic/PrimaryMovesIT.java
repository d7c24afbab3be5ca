package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an application may do while the primary of its database is away or moves, from what is said of it to the plan. */
@SuppressWarnings("NullAway.Init")
class PrimaryMovesIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ORDER = """
            {"kind": "read-only", "application": "shop",%s
             "reason": "takeover r1 moves the primary of orders away from us-east", "minutes": 60}""";

    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service service;

    @BeforeEach
    void start() throws IOException {
        neighbours = new Neighbours();
        neighbours.freshness = said("us-east", true);
        service = new Service(database, neighbours);
        for (String name : List.of("us-east", "us-west")) {
            service.put("/v1/data-centers/" + name, dataCenter(name));
        }
        neighbours.verdicts =
                List.of(verdict("shop", "us-east", EAST, Health.UP), verdict("shop", "us-west", WEST, Health.UP));
        service.put(
                "/v1/applications/shop",
                application("shop", "{}, \"data\": {\"database\": \"orders\", \"stalenessBudgetMs\": 60000}"));
        becomes("us-east", "read-write", "read-write");
    }

    @AfterEach
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    private static List<Freshness> said(String primary, boolean reachable) {
        return List.of(member("us-east", primary, reachable), member("us-west", primary, reachable));
    }

    private static Freshness member(String where, String primary, boolean reachable) {
        boolean is = where.equals(primary);
        return new Freshness(
                DatabaseName.of("orders"),
                DataCenterName.of(where),
                is ? MemberRole.PRIMARY : MemberRole.REPLICA,
                !is || reachable,
                is && reachable ? 0L : 900L,
                0L,
                "as the test has it");
    }

    private JsonNode plan() {
        return service.read("/v1/applications/shop/plan");
    }

    private void becomes(String writeRoute, String east, String west) {
        eventually(SOON, () -> {
            JsonNode plan = plan();
            assertThat(plan.path("writeRoute").asString("nowhere")).isEqualTo(writeRoute);
            assertThat(plan.at("/standings/0/mode").asString()).isEqualTo(east);
            assertThat(plan.at("/standings/1/mode").asString()).isEqualTo(west);
        });
    }

    private Service.Answer order(String id, String where, long epoch) {
        return service.put(
                "/v1/overrides/" + id,
                ORDER.formatted(where),
                RunHeaders.RUN,
                "r1",
                RunHeaders.EPOCH,
                Long.toString(epoch));
    }

    private Service.Answer end(String id, long epoch) {
        return service.delete("/v1/overrides/" + id, RunHeaders.RUN, "r1", RunHeaders.EPOCH, Long.toString(epoch));
    }

    @Test
    void isReadOnlyWithoutAnyRunWhileThePrimaryIsAway() {
        neighbours.freshness = said("us-east", false);
        becomes("nowhere", "read-only", "read-only");
        assertThat(plan().at("/standings/1/modeReason/code").asString()).isEqualTo("NO_PRIMARY");
        assertThat(service.read("/v1/applications/shop/why").at("/summary").asString())
                .contains("no primary of orders can be reached");

        neighbours.freshness = said("us-east", true);
        becomes("us-east", "read-write", "read-write");
    }

    @Test
    void isReadOnlyByTheRunThatMovesThePrimaryUntilTheRouteIsVerified() {
        assertThat(order("move-1", "", 3).status()).isEqualTo(200);
        becomes("nowhere", "read-only", "read-only");
        assertThat(plan().at("/standings/1/modeReason/reason").asString())
                .endsWith(": takeover r1 moves the primary of orders away from us-east");
        assertThat(service.read("/v1/applications/shop/why").at("/summary").asString())
                .contains("takeover r1 moves the primary of orders away from us-east");

        assertThat(order("move-1", "", 4).status()).as("by its next executor").isEqualTo(200);
        assertThat(end("move-1", 3).body()).as("by one that was overtaken").contains("OVERTAKEN");
        order("move-2", "\"dataCenter\": \"us-east\",", 4);
        end("move-1", 4);
        neighbours.freshness = said("us-west", true);
        becomes("us-west", "read-only", "read-write");

        end("move-2", 4);
        becomes("us-west", "read-write", "read-write");
    }
}
