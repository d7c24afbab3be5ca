package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators say of a data center's health counts in place of what was probed, from the request to the plan. */
class HealthOrderIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create("traffic");

    @SuppressWarnings("NullAway.Init")
    private Neighbours neighbours;

    @SuppressWarnings("NullAway.Init")
    private Service service;

    @BeforeEach
    void start() throws IOException {
        neighbours = new Neighbours();
        neighbours.verdicts =
                List.of(verdict("shop", "us-east", EAST, Health.DOWN), verdict("shop", "us-west", WEST, Health.UP));
        service = new Service(database, neighbours);
        for (String name : List.of("us-east", "us-west")) {
            service.put("/v1/data-centers/" + name, dataCenter(name));
        }
        service.put("/v1/applications/shop", application("shop", "{\"nearest\": false}"));
        statesBecome("down", "serving");
    }

    @AfterEach
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    @Test
    void bothWordsAreObeyedAndEnd() {
        order("us-east", "treat-as-up");
        statesBecome("serving", "serving");
        order("us-west", "treat-as-down");
        statesBecome("serving", "down");

        service.delete("/v1/overrides/us-east");
        service.delete("/v1/overrides/us-west");
        statesBecome("down", "held");
    }

    private void order(String dataCenter, String kind) {
        Service.Answer answer = service.put("/v1/overrides/" + dataCenter, """
                {"kind": "%s", "dataCenter": "%s", "reason": "seen by eye", "minutes": 5}""".formatted(kind, dataCenter));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private void statesBecome(String east, String west) {
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/shop/plan")
                                .at("/standings")
                                .valueStream()
                                .map(standing -> standing.at("/state").asString()))
                        .containsExactly(east, west));
    }
}
