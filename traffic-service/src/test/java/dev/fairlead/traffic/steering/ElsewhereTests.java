package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other regions know of a data center, and what a region knows after it was cut off. */
class ElsewhereTests {

    private final Scene here = new Scene();
    private final Scene there = new Scene();

    private RoutingPlan outage(Scene scene) {
        scene.decide();
        scene.down(EAST).decide();
        return scene.up(EAST).decide();
    }

    @Test
    void holdsWhatAnotherRegionHoldsAlsoWhenItMissedTheOutage() {
        here.decide();
        Standing held = standing(outage(there), EAST);

        Standing adopted = standing(here.elsewhere(there).decide(), EAST);

        assertThat(adopted.state()).isEqualTo(State.HELD);
        assertThat(adopted.since()).isEqualTo(held.since());
        assertThat(adopted.reason())
                .isEqualTo("healthy again since " + held.since() + ", as region-0 saw; held at 0 until it is restored");
    }

    @Test
    void holdsWhatAnotherRegionHoldsWhenItKnowsNothingItself() {
        outage(there);

        assertThat(state(here.elsewhere(there).decide(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void beginsTheHoldWhereTheFirstRegionBeganItSoThatOneReleaseEndsBoth() {
        Standing first = standing(outage(there), EAST);
        here.wait(Duration.ofSeconds(20));
        assertThat(standing(outage(here), EAST).since()).isAfter(first.since());

        RoutingPlan joined = here.elsewhere(there).decide();

        assertThat(standing(joined, EAST).since()).isEqualTo(first.since());
        assertThat(here.decide()).isSameAs(joined);
        assertThat(state(here.release(EAST).decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void takesNoHoldThatIsReleasedAlready() {
        here.decide();
        outage(there);

        RoutingPlan released =
                here.wait(Duration.ofMinutes(1)).release(EAST).elsewhere(there).decide();

        assertThat(state(released, EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void keepsAHoldThatOnlyAnotherRegionHasBehindADrain() {
        outage(there);
        there.drain(EAST).decide();

        RoutingPlan drained = here.drain(EAST).elsewhere(there).decide();

        assertThat(standing(drained, EAST).code()).isEqualTo("DRAINED_AND_HELD");
        assertThat(state(here.endOverrides().decide(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void takesNoHoldWhereThePolicyIsAuto() {
        outage(there);

        assertThat(state(here.failback(Failback.AUTO).elsewhere(there).decide(), EAST))
                .isEqualTo(State.SERVING);
    }

    @Test
    void holdsNotAnewWhatWasReleasedElsewhereWhileItStillHadItDown() {
        here.decide();
        here.down(EAST).decide();
        outage(there);
        there.wait(Duration.ofSeconds(1)).release(EAST).decide();

        RoutingPlan plan = here.up(EAST).elsewhere(there).decide();

        assertThat(state(plan, EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void holdsAfterAnOutageWhenTheOtherRegionsHadItServingAllTheTime() {
        there.decide();
        here.decide();
        here.down(EAST).decide();

        assertThat(state(here.up(EAST).elsewhere(there).decide(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void waitsForTheLimitThatTheLatestToChangeWaitsFor() {
        here.budget(1_000).primary(EAST).replica(WEST, 900L).replica(EU, 100L).decide();
        there.budget(1_000)
                .primary(EAST)
                .replica(WEST, 1_100L)
                .replica(EU, 100L)
                .decide();
        assertThat(state(here.decide(), WEST)).isEqualTo(State.SERVING);

        there.wait(Duration.ofSeconds(10)).replica(WEST, 100L).decide();
        there.replica(WEST, 1_100L).decide();
        assertThat(state(here.elsewhere(there).decide(), WEST)).isEqualTo(State.STALE);

        there.wait(Duration.ofSeconds(10)).replica(WEST, 450L).decide();
        assertThat(state(here.replica(WEST, 600L).elsewhere(there).decide(), WEST))
                .isEqualTo(State.SERVING);
    }

    @Test
    void remembersAfterItWasCutOffWhatTheOthersDid() {
        RoutingPlan old = here.decide();
        RoutingPlan held = outage(there);

        RoutingPlan memory = requireNonNull(Rejoin.memory(old, List.of(old, held), List.of()));

        assertThat(memory.standings()).isEqualTo(held.standings());
        assertThat(memory.epoch()).isGreaterThan(old.epoch());
        assertThat(Rejoin.memory(old, List.of(), List.of())).isSameAs(old);
        assertThat(Rejoin.memory(held, List.of(held), List.of())).isSameAs(held);
        assertThat(Rejoin.memory(null, List.of(held), List.of())).isEqualTo(held);
        assertThat(Rejoin.memory(held, List.of(), List.of(old))).isSameAs(held);
        assertThat(requireNonNull(Rejoin.memory(old, List.of(), List.of(held))).standings())
                .isEqualTo(held.standings());
    }

    @Test
    void keepsAnOutageOfItsOwnBehindADrainThatTheOthersHadBefore() {
        there.decide();
        RoutingPlan drained = there.drain(EAST).decide();
        here.decide();
        RoutingPlan down = here.wait(Duration.ofSeconds(10)).down(EAST).decide();

        Standing remembered = standing(requireNonNull(Rejoin.memory(down, List.of(drained), List.of())), EAST);

        assertThat(remembered.state()).isEqualTo(State.DRAINED);
        assertThat(remembered.code()).isEqualTo("DRAINED_AND_HELD");
        assertThat(remembered.since()).isEqualTo(standing(down, EAST).since());
    }

    @Test
    void forgetsAnOutageOfItsOwnThatWasOverBeforeTheOthersDrained() {
        here.decide();
        RoutingPlan down = here.down(EAST).decide();
        outage(there);
        there.wait(Duration.ofSeconds(1)).release(EAST).decide();
        RoutingPlan drained = there.wait(Duration.ofSeconds(1)).drain(EAST).decide();

        Standing remembered = standing(requireNonNull(Rejoin.memory(down, List.of(drained), List.of())), EAST);

        assertThat(remembered).isEqualTo(standing(drained, EAST));
    }
}
