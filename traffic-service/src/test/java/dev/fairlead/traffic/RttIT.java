package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Samples from users, until they are sent by them. */
class RttIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void usersGoWhereTheirSamplesSayOnceThereAreEnough() throws IOException {
        try (TestDatabase database = TestDatabase.create("traffic");
                Neighbours neighbours = new Neighbours();
                Service service = new Service(database, neighbours)) {
            place(service, "us-east", 39.0, -77.5);
            place(service, "us-west", 45.6, -121.2);
            neighbours.verdicts =
                    List.of(verdict("shop", "us-east", EAST, Health.UP), verdict("shop", "us-west", WEST, Health.UP));
            service.put("/v1/applications/shop", application("shop", "{\"closeness\": \"rtt\"}"));
            eventually(SOON, () -> assertThat(of(service, "BR")).contains("us-east"));

            assertThat(service.post("/v1/rtt", samples(5, "us-west", 20)).status())
                    .isEqualTo(202);
            eventually(
                    SOON,
                    () -> assertThat(service.read("/v1/rtt").at("/items/0/ms").asInt())
                            .isEqualTo(20));
            assertThat(of(service, "BR")).as("five are too few").contains("us-east");

            service.post("/v1/rtt", samples(60, "us-west", 20));
            service.post("/v1/rtt", samples(60, "atlantis", 1));
            eventually(SOON, () -> assertThat(of(service, "BR")).contains("us-west"));
            assertThat(service.read("/v1/rtt").toString()).doesNotContain("atlantis");
            assertThat(service.post("/v1/rtt", samples(1, "us-west", 0)).status())
                    .isEqualTo(422);
            assertThat(service.post("/v1/rtt", samples(1, "us-west", 5).replace("BR", "Brazil"))
                            .status())
                    .isEqualTo(422);
        }
    }

    private static void place(Service service, String name, double latitude, double longitude) {
        service.put("/v1/data-centers/" + name, """
                {"kind": "DataCenter", "metadata": {"name": "%1$s"},
                 "spec": {"region": "%1$s", "location": {"latitude": %2$s, "longitude": %3$s}}}""".formatted(name, latitude, longitude));
    }

    private static String samples(int count, String dataCenter, int ms) {
        String one = "{\"country\": \"BR\", \"dataCenter\": \"%s\", \"ms\": %d}".formatted(dataCenter, ms);
        return "{\"items\": [%s]}"
                .formatted(IntStream.range(0, count).mapToObj(i -> one).collect(Collectors.joining(",")));
    }

    private static String of(Service service, String country) {
        for (JsonNode audience : service.read("/v1/applications/shop/plan").at("/audiences")) {
            if (audience.at("/countries").toString().contains("\"" + country + "\"")) {
                return audience.at("/shares").toString();
            }
        }
        return "nowhere";
    }
}
