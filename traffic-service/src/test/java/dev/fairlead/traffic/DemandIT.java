package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that data planes counted, until users are sent by them. */
class DemandIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration COUNTED = Duration.ofMinutes(20);

    /** Of which each data center takes 800 requests per second, and at least 100 are expected. */
    private static final String SHOP = """
            {"kind": "Application", "metadata": {"name": "shop"}, "spec": {"host": "shop.example.com",
              "pools": [{"dataCenter": "us-east", "endpoints": ["%s"], "capacityPerSecond": 1000},
                {"dataCenter": "us-west", "endpoints": ["%s"], "capacityPerSecond": 1000}],
              "demand": {"perSecond": {"everyone": 100}, "observed": true},
              "steering": {"nearest": false, "failover": ["us-east"]}}}""".formatted(EAST, WEST);

    private final Instant start = Instant.now();

    @Test
    void whatIsCountedAboveTheCapacitySpillsAlsoAfterARestart() throws IOException {
        try (TestDatabase database = TestDatabase.create("traffic");
                Neighbours neighbours = new Neighbours()) {
            neighbours.verdicts =
                    List.of(verdict("shop", "us-east", EAST, Health.UP), verdict("shop", "us-west", WEST, Health.UP));
            try (Service service = new Service(database, neighbours)) {
                service.put("/v1/data-centers/us-east", TrafficServiceIT.dataCenter("us-east"));
                service.put("/v1/data-centers/us-west", TrafficServiceIT.dataCenter("us-west"));
                assertThat(service.put("/v1/applications/shop", SHOP).status()).isEqualTo(201);
                eventually(SOON, () -> assertThat(expected(service)).isEqualTo(100));
                assertThat(why(service)).contains("100 requests/s are expected: everyone 100 configured");

                service.post("/v1/demand", counted("shop", "edge-1", 600));
                service.post("/v1/demand", counted("shop", "edge-1", 600));
                service.post("/v1/demand", counted("shop", "edge-2", 400));
                service.post("/v1/demand", counted("nobody", "edge-2", 400));
                eventually(SOON, () -> assertThat(expected(service)).isBetween(850L, 1_010L));
                assertThat(sent(service)).as("one takes 800").hasSize(2).startsWith(800L);
                assertThat(why(service)).contains("observed");
                JsonNode listed = service.read("/v1/demand").at("/items");
                assertThat(listed).hasSize(1);
                assertThat(listed.at("/0/perSecond").asDouble()).isBetween(700.0, 1_010.0);
                eventually(
                        SOON,
                        () -> assertThat(simulated(service)).contains("\"recordedSwitches\":1", "\"reproduces\":true"));
                refuses(service);
            }
            try (Service again = new Service(database, neighbours)) {
                eventually(SOON, () -> assertThat(expected(again)).isBetween(500L, 1_010L));
                assertThat(again.read("/v1/demand").at("/items/0/perSecond").asDouble())
                        .isGreaterThan(500.0);
            }
        }
    }

    private static void refuses(Service service) {
        String good = counted("shop", "edge-1", 600);
        for (String bad : List.of(
                good.replace("\"US\"", "\"the U.S.\""),
                good.replace("edge-1", "edge 1"),
                good.replace("\"forMs\": 1200000", "\"forMs\": 0"),
                good.replace("720000", "-1"),
                good.replace("720000", "9000000000000000000"),
                good.replace("\"since\": \"", "\"since\": \"+1"),
                good.replace("\"reporter\": \"edge-1\", ", ""))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(service.post("/v1/demand", bad)).as(bad).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.body()).contains("INVALID_VALUE", "/items/0");
            });
        }
    }

    private static String counted(String application, String reporter, int perSecond) {
        return """
                {"items": [{"application": "%s", "audience": "US", "reporter": "%s", "since": "2026-01-01T00:00:00Z",
                  "forMs": %d, "requests": %d}]}""".formatted(application, reporter, COUNTED.toMillis(), perSecond * COUNTED.toSeconds());
    }

    private static long expected(Service service) {
        return sent(service).stream().mapToLong(Long::longValue).sum();
    }

    /** To each data center that gets anything, most first. */
    private static List<Long> sent(Service service) {
        return service.read("/v1/applications/shop/plan")
                .at("/loads")
                .valueStream()
                .map(load -> load.at("/perSecond").asLong())
                .sorted((one, other) -> Long.compare(other, one))
                .toList();
    }

    private String simulated(Service service) {
        return service.post("/v1/applications/shop/simulations", "{\"from\": \"%s\"}".formatted(start))
                .body();
    }

    private static String why(Service service) {
        return service.read("/v1/applications/shop/why").at("/summary").asString();
    }
}
