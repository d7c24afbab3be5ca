package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.Replay.Loss;
import dev.fairlead.traffic.steering.Replay.Step;
import dev.fairlead.traffic.steering.Replay.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An hour in which us-east flaps three times, ten minutes apart, played again with something else in it. */
class ReplayTests {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Places PLACES = PlacesFile.read();

    private final Scene scene = new Scene().failback(Failback.AUTO);
    private final List<Situation> situations = new ArrayList<>();
    private final List<RoutingPlan> plans = new ArrayList<>();

    ReplayTests() {
        decide();
        for (int i = 0; i < 3; i++) {
            scene.wait(TEN_MINUTES).down(EAST);
            decide();
            scene.wait(Duration.ofMinutes(1)).up(EAST);
            decide();
        }
    }

    private void decide() {
        plans.add(scene.decide());
        situations.add(scene.lastSituation());
    }

    private List<RoutingPlan> replay(What what) {
        return Replay.of(situations, what, scene.now.plus(Duration.ofHours(1)), PLACES).stream()
                .map(Step::plan)
                .toList();
    }

    private ApplicationSpec with(Failback failback, Recovery recovery) {
        ApplicationSpec spec = situations.getFirst().application().spec();
        SteeringPolicy policy = spec.steering();
        return new ApplicationSpec(
                spec.host(),
                spec.ttlSeconds(),
                spec.pools(),
                spec.healthCheck(),
                new SteeringPolicy(
                        policy.nearest(),
                        policy.audiences(),
                        policy.weights(),
                        policy.failover(),
                        policy.allDown(),
                        failback,
                        Slow.IGNORE,
                        recovery),
                spec.data());
    }

    @Test
    void withNothingElseInItEveryPlanComesOutAgain() {
        assertThat(replay(What.AS_IT_WAS)).isEqualTo(plans);
        assertThat(Replay.switches(plans)).isEqualTo(6);
    }

    @Test
    void aHoldWouldHaveMovedUsersOnce() {
        List<RoutingPlan> would = replay(new What(
                with(Failback.HOLD, Recovery.AT_ONCE), List.of(), SimulatedOrders.NONE, SimulatedVerdicts.NONE));

        assertThat(Replay.switches(would)).isEqualTo(1);
        assertThat(Scene.state(would.getLast(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void aWaitEndsAtItsTimeAlsoWhereNothingWasRecordedThen() {
        Recovery wait = new Recovery(Duration.ofMinutes(30).toMillis(), null, List.of(), 300_000L);
        List<Step> would = Replay.of(
                situations,
                new What(with(Failback.AUTO, wait), List.of(), SimulatedOrders.NONE, SimulatedVerdicts.NONE),
                scene.now.plus(Duration.ofHours(1)),
                PLACES);

        assertThat(Replay.switches(would.stream().map(Step::plan).toList())).isEqualTo(2);
        assertThat(Scene.state(would.getLast().plan(), EAST)).isEqualTo(State.SERVING);
        assertThat(Duration.between(situations.getLast().now(), would.getLast().at()))
                .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(30).plusSeconds(1));
    }

    @Test
    void aDataCenterThatIsLostToo() {
        Loss loss = new Loss(
                Scene.dc(WEST),
                situations.getFirst().now().plusSeconds(90),
                situations.getFirst().now().plusSeconds(150));

        List<Step> would = Replay.of(
                situations,
                new What(null, List.of(loss), SimulatedOrders.NONE, SimulatedVerdicts.NONE),
                scene.now.plusSeconds(1),
                PLACES);

        Step lost = would.get(1);
        assertThat(lost.at()).isEqualTo(loss.from());
        assertThat(Scene.everyone(lost.plan()).keySet()).containsExactlyInAnyOrder(EAST, EU);
        assertThat(would.get(2).at()).isEqualTo(loss.to());
        assertThat(Scene.everyone(would.get(2).plan())).containsKey(WEST);
    }

    @Test
    void aDrainTakesTheSameStepsAgain() {
        scene.drain(EU, TEN_MINUTES);
        for (int second = 0; second < 660; second++) {
            RoutingPlan plan = scene.decide();
            if (plan != plans.getLast()) {
                plans.add(plan);
                situations.add(scene.lastSituation());
            }
        }

        assertThat(Scene.state(plans.getLast(), EU)).isEqualTo(State.DRAINED);
        assertThat(plans).hasSizeGreaterThan(100);
        assertThat(replay(What.AS_IT_WAS)).startsWith(plans.toArray(RoutingPlan[]::new));
        List<RoutingPlan> onlyTheFirst =
                Replay.of(situations.subList(0, 8), What.AS_IT_WAS, scene.now.plusSeconds(1), PLACES).stream()
                        .map(Step::plan)
                        .toList();
        assertThat(onlyTheFirst).as("also those that were not recorded").isEqualTo(plans);
    }

    @Test
    void nobodysOrders() {
        scene.wait(TEN_MINUTES).drain(EU);
        decide();

        assertThat(Scene.everyone(plans.getLast())).doesNotContainKey(EU);
        assertThat(Scene.everyone(replay(new What(null, List.of(), SimulatedOrders.NOBODYS, SimulatedVerdicts.NONE))
                        .getLast()))
                .containsKey(EU);
    }

    private static RoutingOverride order(Kind kind, String where, Instant from, Instant to) {
        return new RoutingOverride(
                "simulated", kind, Scene.SHOP, Scene.dc(where), "simulated order", "simulation", from, to);
    }

    private static What ordered(boolean instead, RoutingOverride... orders) {
        return new What(null, List.of(), new SimulatedOrders(instead, List.of(orders)), SimulatedVerdicts.NONE);
    }

    @Test
    void aDrainThatNobodyOrdered() {
        Instant from = situations.getFirst().now().plusSeconds(90);
        Instant to = from.plusSeconds(60);

        List<Step> would = Replay.of(
                situations, ordered(false, order(Kind.DRAIN, WEST, from, to)), scene.now.plusSeconds(1), PLACES);

        Step drained = would.get(1);
        assertThat(drained.at()).isEqualTo(from);
        assertThat(Scene.everyone(drained.plan()).keySet()).containsExactlyInAnyOrder(EAST, EU);
        assertThat(Scene.standing(drained.plan(), WEST).reason())
                .isEqualTo("drained by simulation until " + to + ": simulated order");
        assertThat(would.get(2).at()).isEqualTo(to);
        assertThat(would.get(2).plan().audiences()).isEqualTo(plans.getFirst().audiences());
        assertThat(would.subList(3, would.size()))
                .extracting(step -> step.plan().audiences())
                .isEqualTo(plans.subList(1, plans.size()).stream()
                        .map(RoutingPlan::audiences)
                        .toList());
    }

    @Test
    void aPinHoldsAsLongAsItsDataCenterIsHealthy() {
        RoutingOverride pin = order(Kind.PIN, EAST, situations.getFirst().now(), scene.now.plusSeconds(1));

        List<RoutingPlan> would = replay(ordered(false, pin));

        assertThat(Scene.everyone(would.getFirst())).containsOnlyKeys(EAST);
        assertThat(Scene.everyone(would.get(1))).containsOnlyKeys(WEST, EU);
        assertThat(Scene.everyone(would.get(2))).containsOnlyKeys(EAST);
        assertThat(Scene.everyone(would.getLast())).as("it ended").containsOnlyKeys(EAST, WEST, EU);
    }

    @Test
    void anOrderBesideThoseThatWereGivenOrInPlaceOfThem() {
        scene.wait(TEN_MINUTES).drain(EU);
        decide();
        RoutingOverride drain = order(Kind.DRAIN, WEST, situations.getFirst().now(), scene.now.plusSeconds(7_200));

        List<Situation> last = situations.subList(situations.size() - 1, situations.size());
        Instant soon = scene.now.plusSeconds(1);
        assertThat(Scene.everyone(Replay.of(last, ordered(false, drain), soon, PLACES)
                        .getLast()
                        .plan()))
                .containsOnlyKeys(EAST);
        assertThat(Scene.everyone(Replay.of(last, ordered(true, drain), soon, PLACES)
                        .getLast()
                        .plan()))
                .containsOnlyKeys(EAST, EU);
    }

    private static List<Transition> told(Transition... ofEach) {
        return Stream.of("192.0.2.1:80", "192.0.2.2:80")
                .map(address -> new Endpoint(Scene.SHOP, Scene.dc(EAST), EndpointAddress.of(address)))
                .flatMap(endpoint -> Stream.of(ofEach)
                        .map(each -> new Transition(
                                endpoint,
                                each.region(),
                                each.from(),
                                each.to(),
                                each.at(),
                                each.proof(),
                                each.reason())))
                .toList();
    }

    private static Transition change(Health to, Instant at) {
        Endpoint any = new Endpoint(Scene.SHOP, Scene.dc(EAST), EndpointAddress.of("192.0.2.1:80"));
        Health from = to == Health.UP ? Health.DOWN : Health.UP;
        return new Transition(any, RegionName.of("here"), from, to, at, at, "simulated");
    }

    @Test
    void verdictsByOtherRulesTakeThePlaceOfThoseThatWereRecorded() {
        Instant back = situations.getLast().now().plusSeconds(90);
        List<Transition> once = told(
                change(Health.UP, situations.getFirst().now()),
                change(Health.DOWN, situations.get(1).now()),
                change(Health.UP, back));

        List<Step> would = Replay.of(
                situations,
                new What(null, List.of(), SimulatedOrders.NONE, new SimulatedVerdicts(once)),
                scene.now.plus(Duration.ofHours(1)),
                PLACES);

        assertThat(Replay.switches(would.stream().map(Step::plan).toList())).isEqualTo(2);
        assertThat(would).extracting(Step::at).contains(situations.get(1).now(), back);
        assertThat(Scene.standing(would.get(1).plan(), EAST).reason()).contains("simulated");
        assertThat(Scene.everyone(would.getLast().plan())).containsKey(EAST);
    }

    @Test
    void whatIsNotToldOfStaysAsItWasRecorded() {
        List<Transition> late = told(change(Health.DOWN, scene.now.plusSeconds(30)));

        List<RoutingPlan> would = replay(new What(null, List.of(), SimulatedOrders.NONE, new SimulatedVerdicts(late)));

        assertThat(would.subList(0, plans.size())).isEqualTo(plans);
        assertThat(Replay.switches(would)).isEqualTo(7);
    }

    @Test
    void whatOtherRegionsHeldByTheRecordedVerdictsIsNoFactUnderOthers() {
        Scene other = new Scene();
        other.decide();
        other.down(EAST).decide();
        other.up(EAST).decide();
        scene.failback(Failback.HOLD).elsewhere(other);
        decide();
        List<Transition> up = told(change(Health.UP, situations.getFirst().now()));

        assertThat(Scene.state(plans.getLast(), EAST)).isEqualTo(State.HELD);
        assertThat(Scene.state(
                        replay(new What(null, List.of(), SimulatedOrders.NONE, new SimulatedVerdicts(up)))
                                .getLast(),
                        EAST))
                .isEqualTo(State.SERVING);
    }
}
