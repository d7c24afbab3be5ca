package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.Recovery.Window;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing.Ramp;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a data center that was down gets its users back, other than at once. The scene begins on a Thursday at 10:00 UTC. */
@SuppressWarnings("NullAway") // what is absent has a default
class RecoveryTests {

    private static final Comparator<Share> BY_SIZE = Comparator.comparingInt(Share::basisPoints);
    private static final Duration STEP = Duration.ofMinutes(5);

    private final Scene scene = new Scene().failback(Failback.AUTO);

    private static Recovery stable(Duration duration) {
        return new Recovery(duration.toMillis(), null, List.of(), null);
    }

    private static Recovery ramp(Integer... percents) {
        return new Recovery(0L, null, List.of(percents), STEP.toMillis());
    }

    private void outageOf(String where) {
        scene.decide();
        scene.down(where).decide();
        scene.up(where);
    }

    @Test
    void comesBackAfterItWasHealthyForAsLongAsThePolicySays() {
        scene.recovery(stable(Duration.ofMinutes(10)));
        outageOf(EAST);
        RoutingPlan held = scene.decide();
        assertThat(state(held, EAST)).isEqualTo(State.HELD);
        assertThat(standing(held, EAST).reason()).contains("until it is restored or was healthy for 600 s");

        scene.wait(Duration.ofMinutes(9));
        assertThat(scene.decide()).isSameAs(held);
        scene.wait(Duration.ofMinutes(1));
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void anotherOutageBeginsTheWaitAnew() {
        scene.recovery(stable(Duration.ofMinutes(10)));
        outageOf(EAST);
        scene.decide();
        scene.wait(Duration.ofMinutes(9)).down(EAST).decide();
        scene.up(EAST).decide();
        scene.wait(Duration.ofMinutes(9));
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.HELD);
        scene.wait(Duration.ofMinutes(1));
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void anOperatorNeedNotWait() {
        scene.recovery(stable(Duration.ofHours(10)));
        outageOf(EAST);
        scene.decide();
        assertThat(state(scene.release(EAST).decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void comesBackOnlyInItsWindow() {
        Window night = new Window(
                List.of(DayOfWeek.FRIDAY), LocalTime.of(3, 0), LocalTime.of(5, 0), ZoneId.of("Europe/Berlin"));
        scene.recovery(new Recovery(null, night, null, null));
        outageOf(EAST);
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.HELD);
        scene.wait(Duration.ofHours(15)); // Friday, 1:00 UTC, 2:00 in Berlin
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.HELD);
        scene.wait(Duration.ofHours(1));
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void aWindowThatNeverOpensIsRefused() {
        assertThatThrownBy(() -> new Window(List.of(), LocalTime.of(3, 0), LocalTime.of(5, 0), ZoneId.of("UTC")))
                .hasMessageContaining("never opens");
        assertThatThrownBy(() -> new Window(null, LocalTime.of(3, 0), LocalTime.of(3, 0), null))
                .hasMessageContaining("ends at 03:00");
        assertThatThrownBy(() -> ramp(10, 10)).hasMessageContaining("grow");
    }

    @Test
    void getsItsShareInPartsAndMovesOnlyWhomItGetsBack() {
        scene.recovery(ramp(10, 50));
        outageOf(EAST);
        RoutingPlan tenth = scene.decide();
        assertThat(everyone(tenth)).isEqualTo(Map.of(EAST, 333, WEST, 4833, EU, 4834));
        assertThat(standing(tenth, EAST).ramp()).isEqualTo(new Ramp(10, scene.now));
        assertThat(scene.wait(STEP.minusSeconds(3)).decide()).isSameAs(tenth);

        assertThat(everyone(scene.wait(Duration.ofSeconds(3)).decide()).get(EAST))
                .isEqualTo(1667);
        RoutingPlan whole = scene.wait(STEP).decide();
        assertThat(everyone(whole).get(EAST)).isBetween(3333, 3334);
        assertThat(standing(whole, EAST).ramp()).isNull();
        assertThat(scene.decide()).isSameAs(whole);
    }

    @Test
    void thoseWhoAreNotBackYetStayWhereTheyWere() {
        scene.nearest().recovery(ramp(10));
        scene.decide();
        Map<String, Share> during = countries(scene.down(EAST).decide());
        Map<String, Share> ramping = countries(scene.up(EAST).decide());

        assertThat(ramping.keySet()).isEqualTo(during.keySet());
        ramping.forEach((country, most) -> assertThat(most.dataCenter())
                .as(country)
                .isEqualTo(Objects.requireNonNull(during.get(country)).dataCenter()));
        assertThat(ramping.values()).anyMatch(most -> most.basisPoints() == 9_000);
        assertThat(ramping.values()).anyMatch(most -> most.basisPoints() == Share.WHOLE);
    }

    /** By country, the largest share. */
    private static Map<String, Share> countries(RoutingPlan plan) {
        Map<String, Share> most = new HashMap<>();
        for (AudienceShares audience : plan.audiences()) {
            audience.countries()
                    .forEach(country -> audience.shares()
                            .forEach(share -> most.merge(country, share, BinaryOperator.maxBy(BY_SIZE))));
        }
        return most;
    }

    @Test
    void aStepWaitsWhileSomeOfItsEndpointsAreDown() {
        scene.recovery(ramp(10));
        outageOf(EAST);
        RoutingPlan tenth = scene.decide();
        scene.endpoint(EAST, "192.0.2.1:80", Health.DOWN);
        RoutingPlan sick = scene.wait(STEP.multipliedBy(3)).decide();
        assertThat(everyone(sick)).isEqualTo(everyone(tenth));

        assertThat(everyone(scene.up(EAST).decide()).get(EAST)).isBetween(3333, 3334);
    }

    @Test
    void aStepWaitsWhileItIsSlow() {
        scene.recovery(ramp(10));
        outageOf(EAST);
        RoutingPlan tenth = scene.decide();
        RoutingPlan slow = scene.slow(EAST).wait(STEP.multipliedBy(3)).decide();
        assertThat(everyone(slow)).isEqualTo(everyone(tenth));
        assertThat(scene.wait(STEP).decide()).isSameAs(slow);

        assertThat(everyone(scene.up(EAST).decide()).get(EAST)).isBetween(3333, 3334);
    }

    @Test
    void aRampEndsWhenItGoesDownOrNobodyElseServes() {
        scene.recovery(ramp(10, 50));
        outageOf(EAST);
        scene.decide();
        assertThat(everyone(scene.down(EAST).decide())).doesNotContainKey(EAST);
        assertThat(everyone(scene.up(EAST).decide())).containsEntry(EAST, 333);

        RoutingPlan alone = scene.down(WEST).down(EU).decide();
        assertThat(everyone(alone)).isEqualTo(Map.of(EAST, 10_000));
        assertThat(rampOf(alone)).isNull();
    }

    private static @Nullable Ramp rampOf(RoutingPlan plan) {
        return standing(plan, EAST).ramp();
    }

    @Test
    void firstServingIsNoRecovery() {
        scene.recovery(ramp(10)).unknown(EAST);
        scene.decide();
        assertThat(everyone(scene.up(EAST).decide()).get(EAST)).isBetween(3333, 3334);
    }

    @Test
    void timeAloneIsLookedAtWhileARampOrAHoldAwaitsIt() {
        scene.recovery(ramp(10));
        outageOf(EAST);
        scene.decide();
        Situation first = scene.lastSituation();
        scene.decide();
        assertThat(scene.lastSituation().onlyLaterThan(first)).isFalse();
    }
}
