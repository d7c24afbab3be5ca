package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.Resilience.Ejection;
import dev.fairlead.contracts.traffic.Resilience.Retries;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.traffic.plan.PlacesFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SteeringTests {

    private final Scene scene = new Scene();

    @Test
    void returnsThePreviousPlanItselfWhenOnlyTimePassed() {
        RoutingPlan plan = scene.nearest().decide();
        assertThat(scene.wait(Duration.ofDays(1)).decide()).isSameAs(plan);
    }

    @Test
    void raisesTheEpochWithEachChangeEvenWhenTheClockGoesBack() {
        RoutingPlan first = scene.decide();
        assertThat(first.epoch()).isEqualTo(first.decidedAt().toEpochMilli());
        RoutingPlan later = scene.drain(EAST).wait(Duration.ofHours(-1)).decide();
        assertThat(later.epoch()).isEqualTo(first.epoch() + 1);
    }

    @Test
    void hasProxiesTreatFailingEndpointsAsTheApplicationSays() {
        assertThat(scene.decide().resilience()).isNull();
        Resilience wanted = new Resilience(new Ejection(20, 0, 5_000, 50), new Retries(0, 0));

        RoutingPlan plan = scene.resilience(wanted).decide();

        assertThat(plan.resilience()).isEqualTo(wanted);
        assertThat(scene.decide()).isSameAs(plan);
    }

    @Test
    void listsStandingsInOrderOfNameWithTheTimeEachBegan() {
        RoutingPlan first = scene.decide();
        assertThat(first.standings())
                .extracting(standing -> standing.dataCenter().value())
                .containsExactly("eu-west", "us-east", "us-west");
        RoutingPlan second = scene.down(WEST).decide();
        assertThat(second.standings())
                .extracting(Standing::since)
                .containsExactly(first.decidedAt(), first.decidedAt(), second.decidedAt());
    }

    @Test
    void replaysAStoredSituationToTheSamePlan() {
        JsonMapper json = JsonMapper.builder().build();
        scene.nearest().budget(1_000).primary(EAST).replica(WEST, 100L).weights(Map.of(EAST, 3, WEST, 1));
        scene.audience("canary", List.of("DE"), List.of("OC"), Map.of(WEST, 1));
        scene.decide();
        RoutingPlan plan = scene.down(EAST).pin(WEST).decide();
        Situation stored = json.readValue(json.writeValueAsString(scene.lastSituation()), Situation.class);
        RoutingPlan replayed = Steering.decide(stored, Distances.of(stored.fleet(), PlacesFile.read()));
        assertThat(json.writeValueAsString(replayed)).isEqualTo(json.writeValueAsString(plan));
    }

    @Test
    void saysInOneSentenceWhereUsersGoAndWhatChanged() {
        RoutingPlan before = scene.decide();
        RoutingPlan after = scene.down(EAST).decide();
        assertThat(Explanation.summary(after))
                .isEqualTo("Users of shop go to eu-west, us-west; us-east is down and gets nothing"
                        + " (all 2 endpoints are down: probes say so).");
        assertThat(Explanation.change(before, after))
                .isEqualTo("us-east serving to down: all 2 endpoints are down: probes say so");
        assertThat(Explanation.change(null, before)).isEqualTo("first plan");
    }
}
