package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators say of a data center's health counts in place of what was probed, from the request to the plan. */
class HealthOrderIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TwoDataCenters running = new TwoDataCenters(Health.DOWN, Health.UP);
    private final Service service = running.service();

    @BeforeEach
    void serve() {
        service.put("/v1/applications/shop", application("shop", "{\"nearest\": false}"));
        statesBecome("down", "serving");
    }

    @AfterEach
    void stop() {
        running.close();
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
