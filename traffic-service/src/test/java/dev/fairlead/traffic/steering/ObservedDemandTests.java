package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.Replay.Step;
import dev.fairlead.traffic.steering.Replay.What;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Demand that data planes counted. */
class ObservedDemandTests {

    /** Ireland's users are nearest to eu-west; each data center takes 800 requests per second. */
    private final Scene scene =
            new Scene().nearest().capacity(EAST, 1_000).capacity(WEST, 1_000).capacity(EU, 1_000);

    private static Map<String, Integer> ofIreland(RoutingPlan plan) {
        return plan.audiences().stream()
                .filter(audience -> audience.countries().contains("IE"))
                .findFirst()
                .map(Scene::shares)
                .orElseThrow();
    }

    private static long load(RoutingPlan plan) {
        return plan.loads().stream().mapToLong(Load::perSecond).sum();
    }

    private DemandInForce inForce() {
        Situation situation = scene.lastSituation();
        return DemandInForce.of(situation.application().spec(), situation.observed(), Scene.DISTANCES);
    }

    private Map<String, Long> expected() {
        scene.decide();
        return Objects.requireNonNull(inForce().demand()).perSecond();
    }

    @Test
    void whatWasCountedAboveADataCentersCapacitySpills() {
        scene.demand(Map.of("IE", 100L), 20).observed(Map.of());
        assertThat(ofIreland(scene.decide())).containsExactly(Map.entry(EU, Share.WHOLE));

        RoutingPlan plan = scene.observed(Map.of("IE", 1_000L)).decide();

        assertThat(ofIreland(plan)).containsExactlyInAnyOrderEntriesOf(Map.of(EU, 8_000, EAST, 2_000));
        assertThat(load(plan)).isEqualTo(1_000);
    }

    @Test
    void whatIsConfiguredIsTheLeastThatIsExpected() {
        RoutingPlan plan = scene.demand(Map.of("IE", 1_000L), 20)
                .observed(Map.of("IE", 3L, "US", 7L))
                .decide();

        assertThat(ofIreland(plan)).containsExactlyInAnyOrderEntriesOf(Map.of(EU, 8_000, EAST, 2_000));
        assertThat(load(plan)).isEqualTo(1_007);
    }

    @Test
    void usersWithoutANumberOfTheirOwnCountTowardsThatOfEveryoneElse() {
        scene.demand(Map.of("DE", 50L, "everyone", 800L), 20);

        scene.observed(Map.of("US", 500L, "FR", 100L, "everyone", 20L));
        assertThat(expected()).isEqualTo(Map.of("DE", 50L, "US", 500L, "FR", 100L, "everyone", 200L));

        scene.observed(Map.of("US", 700L, "FR", 400L, "everyone", 20L));
        assertThat(expected()).isEqualTo(Map.of("DE", 50L, "US", 700L, "FR", 400L, "everyone", 20L));
    }

    @Test
    void aCountryCountsTowardsTheNumberOfItsAudience() {
        scene.audience("latin", List.of("AR"), List.of("SA"), Map.of(EAST, 1))
                .demand(Map.of("latin", 100L, "AR", 50L), 20);

        scene.observed(Map.of("BR", 90L, "AR", 30L, "DE", 5L));
        assertThat(expected()).isEqualTo(Map.of("latin", 150L, "DE", 5L));

        scene.observed(Map.of("BR", 190L, "AR", 30L));
        assertThat(expected()).isEqualTo(Map.of("latin", 220L));
    }

    @Test
    void capacitiesAreNotLookedAtUntilAnythingIsKnown() {
        assertThat(scene.observed(Map.of()).decide().loads()).isEmpty();
        assertThat(scene.observed(Map.of("IE", 0L)).decide().loads()).isEmpty();
        assertThat(load(scene.observed(Map.of("IE", 10L)).decide())).isEqualTo(10);
    }

    @Test
    void saysWhatIsExpectedAndWhetherItWasCounted() {
        scene.demand(Map.of("IE", 100L, "US", 10L), 20).observed(Map.of("IE", 300L, "US", 4L));
        scene.decide();

        assertThat(Explanation.demand(inForce()))
                .isEqualTo(" 310 requests/s are expected: IE 300 observed, US 10 configured.");
    }

    @Test
    void aLongListIsCutShort() {
        scene.observed(Map.of("A1", 1L, "A2", 2L, "A3", 3L, "A4", 4L, "A5", 5L, "A6", 6L, "A7", 7L));
        scene.decide();

        assertThat(Explanation.demand(inForce()))
                .startsWith(" 28 requests/s are expected: A7 7 observed, A6 6 observed")
                .endsWith("A3 3 observed, 2 others.");
    }

    @Test
    void aDecisionIsReplayedFromWhatWasRecordedWithIt() {
        RoutingPlan plan = scene.observed(Map.of("IE", 1_000L)).decide();
        JsonMapper json = JsonMapper.shared();
        Situation recorded = json.readValue(json.writeValueAsString(scene.lastSituation()), Situation.class);

        assertThat(recorded).isEqualTo(scene.lastSituation());
        assertThat(Replay.of(List.of(recorded), What.AS_IT_WAS, recorded.now(), PlacesFile.read()))
                .extracting(Step::plan)
                .containsExactly(plan);
    }

    @Test
    void safetyRulesCountUsersByWhatWasCounted() {
        RoutingPlan before = scene.observed(Map.of("IE", 900L, "US", 100L))
                .capacity(EU, 5_000)
                .capacity(EAST, 5_000)
                .decide();
        RoutingPlan after = scene.drain(EU).decide();
        Application shop = scene.lastSituation().application();
        Application counting =
                new Application(shop.name(), shop.spec().withDemand(inForce().demand()));

        assertThat(SafetyRules.change(counting, before, after).movedPercent()).isEqualTo(90.0);
    }
}
