package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.drain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drains that go by steps, as operators order, preview and restart through them. Steps of ten hours last six minutes. */
class GradualDrainIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final JsonMapper json = JsonMapper.builder().build();
    private final TwoDataCenters running = new TwoDataCenters(Health.UP, Health.UP);
    private Service service = running.service();

    @AfterEach
    void stop() {
        running.close();
    }

    private void serveEvenly(String safety) {
        String evenly = application("shop", "{\"nearest\": false, \"weights\": {\"us-east\": 1, \"us-west\": 1}}");
        service.put("/v1/applications/shop", evenly.replace("\"spec\": {", "\"spec\": {\"safety\": " + safety + ", "));
        eventually(SOON, () -> assertThat(shares()).isEqualTo("us-east=5000 us-west=5000 "));
    }

    private String shares() {
        StringBuilder shares = new StringBuilder();
        service.read("/v1/applications/shop/plan")
                .at("/audiences/0/shares")
                .forEach(share -> shares.append(share.at("/dataCenter").asString())
                        .append('=')
                        .append(share.at("/basisPoints").asInt())
                        .append(' '));
        return shares.toString();
    }

    private static String bySteps(int overMinutes) {
        return drain("shop", "us-east").replace("}", ", \"minutes\": 700, \"overMinutes\": %d}".formatted(overMinutes));
    }

    @Test
    void goesOnWhereItWasWhenTheServiceIsStartedAgain() {
        serveEvenly("{}");
        Service.Answer answer = service.put("/v1/overrides/steps", bySteps(600));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Instant empty =
                Instant.parse(json.readTree(answer.body()).at("/emptyAt").asString());
        Instant created =
                Instant.parse(json.readTree(answer.body()).at("/createdAt").asString());
        assertThat(empty).isEqualTo(created.plus(Duration.ofHours(10)));
        assertThat(service.put("/v1/overrides/steps", bySteps(600)).body()).isEqualTo(answer.body());
        assertThat(service.put("/v1/overrides/steps", bySteps(500)).body()).contains("OVERRIDE_EXISTS");
        eventually(SOON, () -> assertThat(shares()).isEqualTo("us-east=4950 us-west=5050 "));
        JsonNode before = service.read("/v1/applications/shop/plan");
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/shop/plans?limit=1")
                                .at("/items/0"))
                        .isEqualTo(before));

        service = running.startAgain();

        eventually(
                SOON,
                () -> assertThat(service.get("/v1/applications/shop/why").body())
                        .contains("us-east is draining, 99 % left, empty at " + empty + ", by alice: rollout"));
        assertThat(service.read("/v1/applications/shop/plan").at("/standings")).isEqualTo(before.at("/standings"));
        assertThat(service.read("/v1/overrides").at("/items/0/emptyAt").asString())
                .isEqualTo(empty.toString());

        service.post("/v1/restores", "{\"dataCenter\": \"us-east\", \"application\": \"shop\", \"reason\": \"done\"}");
        eventually(SOON, () -> assertThat(shares()).isEqualTo("us-east=5000 us-west=5000 "));
    }

    @Test
    void isJudgedByItsEndAndByItsFirstStep() {
        serveEvenly("{\"mostMovedPercent\": 10}");
        assertThat(service.put("/v1/overrides/at-once", drain("shop", "us-east"))
                        .body())
                .contains("MOST_MOVED of shop");
        JsonNode preview = json.readTree(
                service.put("/v1/overrides/steps?dryRun=true", bySteps(600)).body());
        assertThat(preview.at("/hits").isEmpty()).as(preview.toString()).isTrue();
        assertThat(preview.at("/changes/0/movedPercent").asDouble()).isEqualTo(50.0);
        assertThat(preview.at("/changes/0/after/standings/0/state").asString()).isEqualTo("drained");
        Service.Answer done = service.put(
                "/v1/overrides/steps?planHash=" + preview.at("/planHash").asString(), bySteps(600));
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        eventually(SOON, () -> assertThat(shares()).isEqualTo("us-east=4950 us-west=5050 "));
        assertThat(service.put("/v1/overrides/last", drain("shop", "us-west")).body())
                .as("the other one is about to be empty")
                .contains("MINIMUM_DATA_CENTERS of shop");
    }

    @Test
    void refusesWhatWouldNotEndOrIsNoDrain() {
        serveEvenly("{\"minimumDataCenters\": 2}");
        for (String bad :
                List.of(bySteps(0), bySteps(601), bySteps(700), bySteps(60).replace("drain", "pin"))) {
            Service.Answer answer = service.put("/v1/overrides/bad", bad);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("INVALID_VALUE", "/overMinutes");
        }
        assertThat(service.put("/v1/overrides/two", bySteps(600)).body()).contains("MINIMUM_DATA_CENTERS of shop");
        assertThat(service.read("/v1/overrides").at("/items").isEmpty()).isTrue();
    }
}
