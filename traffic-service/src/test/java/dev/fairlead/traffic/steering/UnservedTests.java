package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnservedTests {

    private final Scene scene = new Scene();

    private Unserved now() {
        RoutingPlan plan = scene.decide();
        return Unserved.of(plan, scene.lastSituation().application().spec().demand(), Scene.DISTANCES);
    }

    /** Once they were up. */
    private void begun() {
        scene.decide();
    }

    @Test
    void nobodyIsWhenUsersWereMovedAway() {
        begun();
        scene.down(EAST).down(WEST);

        assertThat(now()).isEqualTo(new Unserved(0, ""));
    }

    @Test
    void everybodyIsWhenAllIsDownAndThePolicySendsThemThereAllTheSame() {
        begun();
        scene.down(EAST).down(WEST).down(EU);

        Unserved unserved = now();

        assertThat(unserved.basisPoints()).isEqualTo(10_000);
        assertThat(unserved.reason())
                .startsWith("users are sent where they cannot be served; eu-west is down (")
                .contains("us-east is down (", "us-west is down (")
                .doesNotContain("gets traffic all the same");
    }

    @Test
    void everybodyIsWhenThePolicySendsNobodyAnywhere() {
        scene.allDown(AllDown.FAIL_CLOSED);
        begun();
        scene.down(EAST).down(WEST).down(EU);

        Unserved unserved = now();

        assertThat(unserved.basisPoints()).isEqualTo(10_000);
        assertThat(unserved.reason()).startsWith("users are sent nowhere; ");
    }

    @Test
    void everybodyIsWhenAllIsDrained() {
        begun();
        scene.drain(EAST).drain(WEST).drain(EU);

        assertThat(now().basisPoints()).isEqualTo(10_000);
    }

    @Test
    void nobodyIsWhenAnOperatorKnowsBetterThanTheProbes() {
        begun();
        scene.down(EAST).down(WEST).down(EU).treatAsUp(WEST);

        assertThat(now().basisPoints()).isZero();
    }

    @Test
    void whatWasNeverUpHasNobodyToLose() {
        scene.down(EAST).down(WEST).down(EU);

        assertThat(now().basisPoints()).isZero();
    }

    @Test
    void aShareOfAnAudienceIsThatPartOfIt() {
        scene.weights(Map.of(EAST, 1, WEST, 1));
        begun();

        assertThat(Unserved.of(blocked(scene.decide(), EAST), null, Scene.DISTANCES)
                        .basisPoints())
                .isEqualTo(5_000);
    }

    @Test
    void audiencesCountTheSameWhereNoDemandIsTold() {
        RoutingPlan plan = partners();

        assertThat(Unserved.of(plan, null, Scene.DISTANCES).basisPoints()).isEqualTo(3_333);
        assertThat(Unserved.of(plan, new Demand(Map.of("JP", 0L), 20), Scene.DISTANCES)
                        .basisPoints())
                .as("a demand of nothing tells nothing")
                .isEqualTo(3_333);
    }

    @Test
    void audiencesCountByWhatTheyAskForWhereItIsTold() {
        Demand demand = new Demand(Map.of("JP", 100L, "brazil", 200L, "everyone", 700L), 20);

        Unserved unserved = Unserved.of(partners(), demand, Scene.DISTANCES);

        assertThat(unserved.basisPoints()).isEqualTo(1_000);
        assertThat(unserved.reason()).contains("us-east is blocked (login does not serve)");
    }

    @Test
    void fewUsersAreNotNobody() {
        Demand demand = new Demand(Map.of("JP", 1L, "everyone", 1_000_000L), 20);

        assertThat(Unserved.of(partners(), demand, Scene.DISTANCES).basisPoints())
                .isEqualTo(1);
    }

    /** Three audiences, of which the one in Japan goes where a dependency does not serve. */
    private RoutingPlan partners() {
        scene.audience("asia", List.of("JP"), List.of(), Map.of(EAST, 1))
                .audience("brazil", List.of("BR"), List.of(), Map.of(WEST, 1))
                .weights(Map.of(EU, 1));
        begun();
        return blocked(scene.decide(), EAST);
    }

    private static RoutingPlan blocked(RoutingPlan plan, String where) {
        List<Standing> standings = plan.standings().stream()
                .map(one -> one.dataCenter().equals(Scene.dc(where))
                        ? new Standing(
                                one.dataCenter(),
                                Standing.State.BLOCKED,
                                one.mode(),
                                one.endpoints(),
                                one.since(),
                                "DEPENDENCY_DOWN",
                                "login does not serve",
                                one.neverUp())
                        : one)
                .toList();
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                standings,
                plan.writeRoute());
    }
}
