package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.traffic.Service.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that gateways counted, until the observed shares are read back. */
class ArrivalsIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    private static final String SHOP = """
            {"kind": "Application", "metadata": {"name": "shop"}, "spec": {"host": "shop.example.com",
              "pools": [{"dataCenter": "us-east", "endpoints": ["%s"]}, {"dataCenter": "us-west", "endpoints": ["%s"]}]}}""".formatted(TrafficServiceIT.EAST, TrafficServiceIT.WEST);

    @Test
    void whatGatewaysCountedIsReadBackAsShares() throws IOException {
        try (TestDatabase database = TestDatabase.create("traffic");
                Neighbours neighbours = new Neighbours();
                Service service = new Service(database, neighbours)) {
            service.put("/v1/data-centers/us-east", TrafficServiceIT.dataCenter("us-east"));
            service.put("/v1/data-centers/us-west", TrafficServiceIT.dataCenter("us-west"));
            assertThat(service.put("/v1/applications/shop", SHOP).status()).isEqualTo(201);
            Answer nothing = service.get("/v1/arrivals");
            assertThat(nothing.status()).isEqualTo(200);
            assertThat(service.get("/v1/arrivals", "If-None-Match", nothing.etag())
                            .status())
                    .as("it is known")
                    .isEqualTo(304);

            assertThat(service.post("/v1/arrivals", counted("us-east", "gateway-1", 400))
                            .status())
                    .isEqualTo(202);
            service.post("/v1/arrivals", counted("us-east", "gateway-1", 400));
            service.post("/v1/arrivals", counted("us-east", "gateway-2", 200));
            service.post("/v1/arrivals", counted("us-west", "gateway-1", 400));
            service.post("/v1/arrivals", counted("atlantis", "gateway-1", 400));
            eventually(SOON, () -> {
                JsonNode shares = service.read("/v1/arrivals").at("/items");
                assertThat(shares).hasSize(2);
                assertThat(shares.at("/0/dataCenter").asString()).isEqualTo("us-east");
                assertThat(shares.at("/0/basisPoints").asInt()).isBetween(5_900, 6_100);
                assertThat(shares.at("/0/requests").asLong()).isGreaterThan(50_000);
            });
            assertThat(service.get("/v1/arrivals", "If-None-Match", nothing.etag())
                            .status())
                    .isEqualTo(200);
            refuses(service);
        }
    }

    private static void refuses(Service service) {
        String good = counted("us-east", "gateway-1", 600);
        for (String bad : List.of(
                good.replace("gateway-1", "gateway 1"),
                good.replace("\"forMs\": 1200000", "\"forMs\": 0"),
                good.replace("720000", "-1"),
                good.replace("720000", "9000000000000000000"),
                good.replace("\"since\": \"", "\"since\": \"+1"),
                good.replace("\"reporter\": \"gateway-1\", ", ""))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(service.post("/v1/arrivals", bad)).as(bad).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.body()).contains("INVALID_VALUE", "/items/0");
            });
        }
    }

    private static String counted(String dataCenter, String reporter, int perSecond) {
        return """
                {"items": [{"application": "shop", "dataCenter": "%s", "reporter": "%s", "since": "2026-01-01T00:00:00Z",
                  "forMs": 1200000, "requests": %d}]}""".formatted(dataCenter, reporter, perSecond * 1_200);
    }
}
