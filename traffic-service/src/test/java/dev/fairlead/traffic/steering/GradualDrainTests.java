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
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing.Ramp;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A drain by steps, half an hour long. The scene begins at 10:00; a step is 18 s. */
class GradualDrainTests {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration STEP = HALF_AN_HOUR.dividedBy(99);

    private final Scene scene = new Scene().failback(Failback.AUTO);

    private void drainsEast() {
        scene.decide();
        scene.drain(EAST, HALF_AN_HOUR).decide();
    }

    /** Decides every second, as the service does or more often. */
    private RoutingPlan after(Duration duration) {
        RoutingPlan plan = scene.decide();
        for (long second = 1; second < duration.toSeconds(); second++) {
            plan = scene.decide();
        }
        return plan;
    }

    private static @Nullable Ramp ramp(RoutingPlan plan) {
        return standing(plan, EAST).ramp();
    }

    private static int percent(RoutingPlan plan) {
        Ramp ramp = ramp(plan);
        return ramp == null ? 100 : ramp.percent();
    }

    @Test
    void takesAHundredStepsAndMovesNobodyElse() {
        RoutingPlan before = scene.decide();
        Instant empty = scene.now.plus(HALF_AN_HOUR);
        scene.drain(EAST, HALF_AN_HOUR);
        int steps = 0;
        while (scene.now.isBefore(empty)) {
            assertThat(state(before, EAST)).isEqualTo(State.SERVING);
            RoutingPlan plan = scene.decide();
            assertThat(scene.decideAgain()).isSameAs(plan);
            steps += plan == before ? 0 : 1;
            Map<String, Integer> was = everyone(before);
            Map<String, Integer> is = everyone(plan);
            assertThat(is.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(Share.WHOLE);
            assertThat(was.getOrDefault(EAST, 0) - is.getOrDefault(EAST, 0)).isBetween(0, 34);
            assertThat(is.get(WEST)).isGreaterThanOrEqualTo(was.get(WEST));
            assertThat(is.get(EU)).isGreaterThanOrEqualTo(was.get(EU));
            before = plan;
        }
        assertThat(steps).isEqualTo(100);
        assertThat(state(before, EAST)).isEqualTo(State.DRAINED);
        assertThat(standing(before, EAST).reason()).startsWith("drained by alice until 2026-01-01T11:30:01Z");
        assertThat(everyone(before)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(after(Duration.ofMinutes(50))).isSameAs(before);
        assertThat(everyone(after(Duration.ofMinutes(10))))
                .as("it expired")
                .containsEntry(WEST, 3333)
                .hasSize(3);
    }

    @Test
    void saysHowMuchIsLeftAndUntilWhen() {
        drainsEast();
        RoutingPlan plan = after(Duration.ofMinutes(15));
        assertThat(standing(plan, EAST).code()).isEqualTo("DRAINING");
        assertThat(standing(plan, EAST).mode()).isEqualTo(ServingMode.READ_WRITE);
        assertThat(standing(plan, EAST).endpoints()).hasSize(2);
        assertThat(Explanation.summary(plan))
                .contains("; us-east is draining, 50 % left, empty at 2026-01-01T10:30:01Z, by alice: maintenance");
    }

    @Test
    void leavesUsersOfOtherPlacesWhereTheyAre() {
        scene.nearest();
        RoutingPlan before = scene.decide();
        scene.drain(EAST, HALF_AN_HOUR);
        RoutingPlan half = after(Duration.ofMinutes(15));
        RoutingPlan end = after(Duration.ofMinutes(15));

        for (AudienceShares audience : half.audiences()) {
            for (String country : audience.countries()) {
                Map<String, Integer> was = ofCountry(before, country);
                Map<String, Integer> is = Scene.shares(audience);
                if (was.containsKey(EAST)) {
                    String next = ofCountry(end, country).keySet().iterator().next();
                    assertThat(is).as(country).isEqualTo(Map.of(EAST, 5000, next, 5000));
                } else {
                    assertThat(is).as(country).isEqualTo(was);
                }
            }
        }
    }

    private static Map<String, Integer> ofCountry(RoutingPlan plan, String country) {
        return plan.audiences().stream()
                .filter(audience -> audience.countries().contains(country))
                .findFirst()
                .map(Scene::shares)
                .orElseThrow();
    }

    @Test
    void whatGoesDownIsOutAtOnceAndComesBackToNoMoreThanIsLeft() {
        drainsEast();
        after(Duration.ofMinutes(15));
        RoutingPlan down = scene.down(EAST).decide();
        assertThat(state(down, EAST)).isEqualTo(State.DOWN);
        assertThat(everyone(down)).isEqualTo(Map.of(WEST, 5000, EU, 5000));

        RoutingPlan back = scene.up(EAST).decide();
        assertThat(percent(back)).isEqualTo(50);
        assertThat(everyone(back)).containsEntry(EAST, 1667);

        scene.down(EAST).decide();
        assertThat(state(after(Duration.ofMinutes(20)), EAST)).isEqualTo(State.DRAINED);
        assertThat(state(scene.up(EAST).decide(), EAST)).isEqualTo(State.DRAINED);
    }

    @Test
    void theAllDownPolicySeesItAsBefore() {
        drainsEast();
        scene.down(EAST).down(WEST);
        assertThat(everyone(scene.down(EU).decide()).keySet()).containsExactlyInAnyOrder(EAST, WEST, EU);
    }

    @Test
    void aSecondDrainTakesEverybodyOutAtOnce() {
        drainsEast();
        RoutingPlan plan = scene.drain(EAST).decide();
        assertThat(state(plan, EAST)).isEqualTo(State.DRAINED);
        assertThat(everyone(plan)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
    }

    @Test
    void waitsForTheHealthOfTheOthersAndGoesOnStepByStep() {
        drainsEast();
        after(Duration.ofMinutes(10));
        scene.endpoint(EU, "203.0.113.1:80", Health.DOWN);
        RoutingPlan waits = after(Duration.ofMinutes(10));
        assertThat(percent(waits)).isEqualTo(66);
        assertThat(standing(waits, EAST).reason())
                .isEqualTo("draining, 66 % left, waits because eu-west has endpoints that are down,"
                        + " by alice: maintenance");
        assertThat(after(Duration.ofHours(1))).isSameAs(waits);

        RoutingPlan next = scene.up(EU).decide();
        assertThat(percent(next)).isEqualTo(65);
        assertThat(standing(next, EAST).reason())
                .contains("empty at "
                        + scene.now
                                .plus(STEP.multipliedBy(65).dividedBy(2))
                                .toString()
                                .substring(0, 16));
        assertThat(scene.decide()).isSameAs(next);
        assertThat(percent(after(STEP.dividedBy(2)))).isEqualTo(64);
    }

    @Test
    void whoeverHearsOfItLateTakesOneStepAtATimeToo() {
        scene.decide();
        RoutingPlan late = scene.drain(EAST, HALF_AN_HOUR).wait(HALF_AN_HOUR).decide();
        assertThat(percent(late)).isEqualTo(99);
        assertThat(percent(after(HALF_AN_HOUR.dividedBy(4)))).isBetween(48, 52);
        assertThat(state(after(HALF_AN_HOUR.dividedBy(3)), EAST)).isEqualTo(State.DRAINED);
    }

    @Test
    void waitsWhileAnotherIsSlowOrDown() {
        drainsEast();
        scene.slow(WEST);
        assertThat(standing(after(STEP), EAST).reason()).contains("99 % left, waits because us-west is slow");
        scene.up(WEST).down(EU);
        RoutingPlan down = after(STEP);
        assertThat(standing(down, EAST).reason()).contains("99 % left, waits because eu-west is down");
        assertThat(everyone(down)).isEqualTo(Map.of(EAST, 4950, WEST, 5050));
        assertThat(percent(scene.up(EU).decide())).isEqualTo(98);
    }

    @Test
    void waitsWhileTheOthersCannotTakeEverybody() {
        scene.capacity(EAST, 100).capacity(WEST, 100).capacity(EU, 200).demand(Map.of("everyone", 250L), 0);
        drainsEast();
        assertThat(percent(after(Duration.ofMinutes(15)))).isEqualTo(50);
        scene.capacity(EU, 100);
        RoutingPlan full = after(Duration.ofMinutes(20));
        assertThat(percent(full)).isEqualTo(50);
        assertThat(everyone(full)).isEqualTo(Map.of(EAST, 2000, WEST, 4000, EU, 4000));
        assertThat(full.loads()).allMatch(load -> load.excessPerSecond() == 0);
        assertThat(standing(full, EAST).reason()).contains("waits because the others cannot take everybody");

        scene.capacity(EU, 200);
        RoutingPlan end = after(Duration.ofMinutes(10));
        assertThat(state(end, EAST)).isEqualTo(State.DRAINED);
        assertThat(end.loads()).extracting(Load::perSecond).containsExactly(150L, 100L);
    }

    @Test
    void keepsTheUsersWhileNobodyElseServes() {
        drainsEast();
        after(Duration.ofMinutes(20));
        scene.down(WEST).down(EU);
        RoutingPlan alone = after(Duration.ofMinutes(20));
        assertThat(everyone(alone)).isEqualTo(Map.of(EAST, Share.WHOLE));
        assertThat(standing(alone, EAST).reason()).contains("100 % left, waits because nobody else serves");
        assertThat(scene.decide()).isSameAs(alone);

        assertThat(percent(scene.up(WEST).up(EU).decide())).isEqualTo(99);
    }

    @Test
    void oneThatOnlyComesBackItselfIsNobodyWhoCouldTakeAll() {
        scene.recovery(new Recovery(0L, null, List.of(10), 300_000L)).without(EU);
        scene.decide();
        scene.down(WEST).decide();
        RoutingPlan plan = scene.drain(EAST, HALF_AN_HOUR).up(WEST).decide();
        assertThat(everyone(plan)).isEqualTo(Map.of(EAST, 9500, WEST, 500));
        assertThat(scene.decideAgain()).isSameAs(plan);
        assertThat(percent(after(Duration.ofMinutes(5)))).isEqualTo(99);
    }

    @Test
    void whatComesBackByARampGetsNoMoreOnItsWayOut() {
        scene.recovery(new Recovery(0L, null, List.of(10), 300_000L)).decide();
        scene.down(EAST).decide();
        assertThat(percent(scene.up(EAST).decide())).isEqualTo(10);
        scene.drain(EAST, HALF_AN_HOUR);
        assertThat(percent(after(Duration.ofMinutes(20)))).isEqualTo(10);
        assertThat(percent(after(Duration.ofMinutes(8)))).isEqualTo(7);
    }

    @Test
    void restoringGivesAllBackAtOnce() {
        scene.recovery(new Recovery(0L, null, List.of(10), 300_000L));
        drainsEast();
        after(Duration.ofMinutes(15));
        RoutingPlan back = scene.endOverrides().decide();
        assertThat(everyone(back).get(EAST)).isBetween(3333, 3334);
        assertThat(ramp(back)).isNull();
        assertThat(standing(back, EAST).code()).isEqualTo("HEALTHY");
    }

    @Test
    void ranksAboveAPinAndGoesOnBehindOne() {
        scene.decide();
        scene.pin(WEST).drain(EAST, HALF_AN_HOUR.multipliedBy(4)).decide();
        RoutingPlan pinned = after(Duration.ofMinutes(59));
        assertThat(everyone(pinned)).isEqualTo(Map.of(WEST, Share.WHOLE));
        RoutingPlan after = after(Duration.ofMinutes(2));
        assertThat(everyone(after)).hasSize(3);
        assertThat(percent(after)).isEqualTo(49);

        assertThat(everyone(scene.pin(EAST).decide())).hasSize(3);
    }

    @Test
    void oneThatComesBackByAPinCanTakeAll() {
        scene.recovery(new Recovery(0L, null, List.of(10), 300_000L)).without(EU);
        scene.decide();
        scene.down(WEST).decide();
        scene.drain(EAST, HALF_AN_HOUR).pin(WEST).up(WEST).wait(STEP.multipliedBy(2));
        RoutingPlan plan = scene.decide();
        assertThat(percent(plan)).isEqualTo(99);
        assertThat(scene.decideAgain()).isSameAs(plan);
    }

    @Test
    void writesStayWithThePrimary() {
        scene.budget(1_000).primary(EAST).replica(WEST, 100L).replica(EU, 100L);
        drainsEast();
        assertThat(after(Duration.ofMinutes(15)).writeRoute()).isEqualTo(Scene.dc(EAST));
        assertThat(after(Duration.ofMinutes(15)).writeRoute()).isEqualTo(Scene.dc(EAST));
    }

    @Test
    void aShortOneTakesFewerStepsAndEachOfThemLastsAWhile() {
        Instant start = scene.now;
        RoutingOverride drain = new RoutingOverride(
                "steps",
                Kind.DRAIN,
                null,
                Scene.dc(EAST),
                "maintenance",
                "alice",
                start,
                start.plusSeconds(3_600),
                start.plusSeconds(60));
        int[] left = IntStream.rangeClosed(-1, 61)
                .map(second -> drain.percentLeft(start.plusSeconds(second)))
                .toArray();
        assertThat(left).startsWith(92, 92, 92, 92, 92, 92, 84).endsWith(7, 0, 0);
        assertThat(IntStream.of(left).distinct().count()).isEqualTo(13);
        assertThat(drain.atOnce().percentLeft(start)).isZero();
    }

    @Test
    void refusesWhatHasNoEndOrIsNoDrain() {
        assertThat(request(Kind.DRAIN, 60, 59).overMinutes()).isEqualTo(59);
        assertThat(request(Kind.DRAIN, 4_320, 600).overMinutes()).isEqualTo(600);
        assertThatThrownBy(() -> request(Kind.DRAIN, 60, 60))
                .hasMessage("the data center would be empty after 60 minutes, but the drain expires after 60:"
                        + " let it last longer");
        assertThatThrownBy(() -> request(Kind.DRAIN, 4_320, 601)).hasMessageContaining("between 1 and 600");
        assertThatThrownBy(() -> request(Kind.DRAIN, 60, 0)).hasMessageContaining("between 1 and 600");
        assertThatThrownBy(() -> request(Kind.PIN, 60, 30)).hasMessage("only a drain goes by steps");
    }

    private static OverrideRequest request(Kind kind, int minutes, int overMinutes) {
        return new OverrideRequest(kind, null, Scene.dc(EAST), "maintenance", minutes, overMinutes);
    }
}
