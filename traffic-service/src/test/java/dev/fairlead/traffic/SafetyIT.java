package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.drain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told before something is changed, and what is refused unless a rule is overruled by name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafetyIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String DRAIN_ALL = "{\"kind\": \"drain\", \"dataCenter\": \"%s\", \"reason\": \"power work\"}";

    private final JsonMapper json = JsonMapper.builder().build();
    private final TwoDataCenters running = new TwoDataCenters(Health.UP, Health.UP);
    private final Service service = running.service();

    @AfterAll
    void stop() {
        running.close();
    }

    @BeforeEach
    void serveEvenly() {
        for (JsonNode override : service.read("/v1/overrides").at("/items")) {
            service.delete("/v1/overrides/" + override.at("/id").asString());
        }
        running.say(Health.UP, Health.UP);
        String evenly = application("shop", "{\"nearest\": false, \"weights\": {\"us-east\": 1, \"us-west\": 1}}");
        service.put("/v1/applications/shop", evenly);
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/shop/plan")
                                .at("/standings")
                                .toString())
                        .doesNotContain("drained")
                        .contains("1 of 1 endpoints are up"));
    }

    private JsonNode preview(Service.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    @Test
    void aDryRunTellsWhoWouldGoWhereAndChangesNothing() {
        JsonNode preview = preview(service.put("/v1/overrides/one?dryRun=true", drain("shop", "us-east")));

        assertThat(preview.at("/result/id").asString()).isEqualTo("one");
        assertThat(preview.at("/changes/0/application").asString()).isEqualTo("shop");
        assertThat(preview.at("/changes/0/movedPercent").asDouble()).isEqualTo(50.0);
        assertThat(preview.at("/changes/0/before/audiences/0/shares").toString())
                .contains("5000");
        assertThat(preview.at("/changes/0/after/audiences/0/shares").toString()).contains("10000");
        assertThat(preview.at("/hits").isEmpty()).isTrue();
        assertThat(service.read("/v1/overrides").at("/items").isEmpty()).isTrue();
    }

    @Test
    void everyWriteHasADryRun() {
        assertThat(preview(service.delete("/v1/applications/shop?dryRun=true"))
                        .at("/changes/0/after")
                        .isMissingNode())
                .isTrue();
        assertThat(service.get("/v1/applications/shop").status()).isEqualTo(200);
        String moved = dataCenter("us-east").replace("40.5", "41.5");
        assertThat(preview(service.put("/v1/data-centers/us-east?dryRun=true", moved))
                        .at("/result/metadata/generation")
                        .asInt())
                .isEqualTo(2);
        assertThat(service.get("/v1/data-centers/us-east").body()).contains("40.5");
        service.put("/v1/overrides/all", DRAIN_ALL.formatted("us-east"));
        eventually(SOON, () -> assertThat(service.get("/v1/plans").body()).contains("drained"));
        JsonNode back = preview(
                service.post("/v1/restores?dryRun=true", "{\"dataCenter\": \"us-east\", \"reason\": \"done\"}"));
        assertThat(back.at("/changes/0/after/standings/0/state").asString()).isEqualTo("serving");
        assertThat(preview(service.delete("/v1/overrides/all?dryRun=true"))
                        .at("/changes/0/movedPercent")
                        .asDouble())
                .isEqualTo(50.0);
        assertThat(service.get("/v1/overrides").body()).contains("\"all\"");
    }

    @Test
    void aWriteWithAPlanHashIsRefusedWhenTheWorldMoved() {
        String drain = drain("shop", "us-east");
        String hash = preview(service.put("/v1/overrides/one?dryRun=true", drain))
                .at("/planHash")
                .asString();
        String lower = application("shop", "{\"nearest\": false, \"weights\": {\"us-east\": 1, \"us-west\": 3}}");
        service.put("/v1/applications/shop", lower);

        Service.Answer late = service.put("/v1/overrides/one?planHash=" + hash, drain);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("PLAN_CHANGED");
        assertThat(service.get("/v1/overrides").body()).doesNotContain("\"one\"");

        String again = preview(service.put("/v1/overrides/one?dryRun=true", drain))
                .at("/planHash")
                .asString();
        assertThat(service.put("/v1/overrides/one?planHash=" + again, drain).status())
                .isEqualTo(200);
    }

    @Test
    void takesTheLastDataCenterOnlyWhereTheRuleIsOverruledByName() {
        service.put("/v1/overrides/one", drain("shop", "us-east"));
        eventually(SOON, () -> assertThat(service.get("/v1/plans").body()).contains("drained"));

        String last = drain("shop", "us-west");
        Service.Answer refused = service.put("/v1/overrides/two", last);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("SAFETY_RULE", "MINIMUM_DATA_CENTERS of shop");
        assertThat(service.put("/v1/overrides/two?force=MOST_MOVED&forceReason=fire", last)
                        .status())
                .as("another rule")
                .isEqualTo(409);
        assertThat(service.put("/v1/overrides/two?force=MINIMUM_DATA_CENTERS", last)
                        .body())
                .contains("forceReason");
        assertThat(service.put("/v1/overrides/two?force=ALL&forceReason=fire", last)
                        .body())
                .contains("INVALID_VALUE", "'ALL' is no value of force");
        assertThat(service.put("/v1/overrides/two?force=MINIMUM_DATA_CENTERS&forceReason=fire", last)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void drainsOneDataCenterOfAllApplicationsAtATime() {
        service.put("/v1/overrides/one", DRAIN_ALL.formatted("us-east"));
        assertThat(service.put("/v1/overrides/two", DRAIN_ALL.formatted("us-west"))
                        .body())
                .contains("SAFETY_RULE", "TWO_EVACUATIONS");
    }

    @Test
    void anEvacuationUnderWayOrJustOverCountsAsOne() {
        service.put("/v1/overrides/evacuation-1", drain("shop", "us-east"));
        assertThat(service.put("/v1/overrides/two", DRAIN_ALL.formatted("us-west"))
                        .body())
                .contains("TWO_EVACUATIONS");
        assertThat(service.put("/v1/overrides/evacuation-2", drain("shop", "us-west"))
                        .body())
                .as("another run")
                .contains("TWO_EVACUATIONS");
    }

    @Test
    void aDrainOfOneApplicationIsNoEvacuation() {
        service.put("/v1/overrides/one", drain("shop", "us-east"));
        assertThat(service.put("/v1/overrides/two", DRAIN_ALL.formatted("us-west"))
                        .body())
                .contains("MINIMUM_DATA_CENTERS")
                .doesNotContain("TWO_EVACUATIONS");
    }

    @Test
    void noApplyTakesAwayWhatAnOverrideIsAbout() {
        service.put("/v1/overrides/mine", drain("shop", "us-east"));
        String withoutEast = """
                {"kind": "Application", "metadata": {"name": "shop"}, "spec": {"host": "shop.example.com",
                  "pools": [{"dataCenter": "us-west", "endpoints": ["%s"]}]}}""".formatted(WEST);

        Service.Answer refused = service.put("/v1/applications/shop", withoutEast);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("OVERRIDE_IN_FORCE of shop: override mine of us-east by alice");
        assertThat(service.delete("/v1/applications/shop").body()).contains("OVERRIDE_IN_FORCE");
        assertThat(service.get("/v1/applications/shop").status()).isEqualTo(200);
    }
}
