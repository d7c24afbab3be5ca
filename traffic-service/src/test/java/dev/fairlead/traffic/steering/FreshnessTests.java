package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessTests {

    private final Scene scene =
            new Scene().budget(1_000).primary(EAST).replica(WEST, 200L).replica(EU, 200L);

    @Test
    void leavesAtTheBudgetAndComesBackAtHalfOfIt() {
        assertThat(state(scene.decide(), WEST)).isEqualTo(State.SERVING);
        assertThat(state(scene.replica(WEST, 1_000L).decide(), WEST)).isEqualTo(State.SERVING);
        RoutingPlan left = scene.replica(WEST, 1_001L).decide();
        assertThat(standing(left, WEST).code()).isEqualTo("STALE");
        assertThat(everyone(left)).isEqualTo(Map.of(EAST, 5000, EU, 5000));
        assertThat(state(scene.replica(WEST, 501L).decide(), WEST)).isEqualTo(State.STALE);
        assertThat(state(scene.replica(WEST, 500L).decide(), WEST)).isEqualTo(State.SERVING);
    }

    @Test
    void makesNoNewPlanWhileABoundGrowsFurther() {
        scene.decide();
        RoutingPlan left = scene.replica(WEST, 1_200L).decide();
        assertThat(scene.replica(WEST, 9_000L).decide()).isSameAs(left);
    }

    @Test
    void countsDataOfWhichNothingIsCertifiedAsOverTheBudget() {
        scene.decide();
        assertThat(standing(scene.replica(WEST, null).decide(), WEST).code()).isEqualTo("STALENESS_UNKNOWN");
    }

    @Test
    void holdsNoDataCenterOfWhichNothingWasCertifiedBeforeItWasFirstSeenUp() {
        assertThat(state(scene.noVerdicts().replica(WEST, null).decide(), WEST)).isEqualTo(State.STALE);
        assertThat(state(scene.up(EAST).up(EU).down(WEST).decide(), WEST)).isEqualTo(State.DOWN);
        assertThat(state(scene.up(WEST).replica(WEST, 200L).decide(), WEST)).isEqualTo(State.SERVING);
    }

    @Test
    void holdsADataCenterThatWasSeenUpAndStaleBeforeItWasLost() {
        scene.decide();
        scene.replica(WEST, 2_000L).decide();
        scene.down(WEST).decide();
        assertThat(state(scene.up(WEST).replica(WEST, 200L).decide(), WEST)).isEqualTo(State.HELD);
    }

    @Test
    void takesThePrimaryAsFresh() {
        scene.decide();
        assertThat(state(scene.member(EAST, MemberRole.PRIMARY, false, 9_000L).decide(), EAST))
                .isEqualTo(State.SERVING);
    }

    @Test
    void takesNoPrimaryAsFreshOfWhichNothingIsCertifiedBecauseAnotherClaimsToBeIt() {
        scene.decide();
        RoutingPlan torn = scene.member(EAST, MemberRole.PRIMARY, true, null)
                .member(WEST, MemberRole.PRIMARY, true, null)
                .decide();
        assertThat(standing(torn, EAST).code()).isEqualTo("STALENESS_UNKNOWN");
        assertThat(standing(torn, WEST).code()).isEqualTo("STALENESS_UNKNOWN");
    }

    @Test
    void keepsEverythingAsItWasWhileTheReplicationServiceIsSilent() {
        scene.decide();
        RoutingPlan before = scene.replica(WEST, 2_000L).decide();
        scene.replicationFallsSilent().replica(WEST, 100L).replica(EU, 9_000L);
        assertThat(scene.wait(Duration.ofMinutes(5)).decide()).isSameAs(before);
        assertThat(state(scene.replicationAnswers().decide(), EU)).isEqualTo(State.STALE);
    }

    @Test
    void bringsNobodyBackOnSilence() {
        scene.decide();
        scene.down(WEST).decide();
        scene.replicationFallsSilent().wait(Duration.ofMinutes(5)).up(WEST).decide();
        RoutingPlan released = scene.release(WEST).decide();
        assertThat(standing(released, WEST).code()).isEqualTo("REPLICATION_SILENT");
        assertThat(state(scene.replicationAnswers().decide(), WEST)).isEqualTo(State.SERVING);
    }

    @Test
    void leavesAPinnedOrConcededDataCenterForNoSilence() {
        scene.decide();
        scene.down(WEST).decide();
        scene.up(WEST).decide();
        RoutingPlan pinned = scene.pin(WEST).decide();
        assertThat(everyone(pinned)).isEqualTo(Map.of(WEST, 10_000));
        scene.replicationFallsSilent().wait(Duration.ofMinutes(5));
        assertThat(scene.decide()).isSameAs(pinned);

        scene.endOverrides().replicationAnswers();
        scene.replica(EU, 9_000L).down(EAST).decide();
        RoutingPlan conceded = scene.decide();
        assertThat(everyone(conceded)).isEqualTo(Map.of(WEST, 10_000));
        scene.replicationFallsSilent().wait(Duration.ofMinutes(5));
        assertThat(scene.decide()).isSameAs(conceded);
    }

    @Test
    void servesReadsOnlyWhileNoPrimaryIsReachable() {
        RoutingPlan plan = scene.decide();
        assertThat(plan.writeRoute()).isEqualTo(Scene.dc(EAST));
        assertThat(standing(plan, WEST).mode()).isEqualTo(ServingMode.READ_WRITE);
        RoutingPlan lost = scene.member(EAST, MemberRole.PRIMARY, false, 0L).decide();
        assertThat(lost.writeRoute()).isNull();
        assertThat(standing(lost, WEST).mode()).isEqualTo(ServingMode.READ_ONLY);
        RoutingPlan taken = scene.member(EAST, MemberRole.UNKNOWN, false, null)
                .primary(WEST)
                .decide();
        assertThat(taken.writeRoute()).isEqualTo(Scene.dc(WEST));
        assertThat(standing(taken, WEST).mode()).isEqualTo(ServingMode.READ_WRITE);
        assertThat(standing(taken, EAST).mode()).isEqualTo(ServingMode.UNAVAILABLE);
    }

    @Test
    void keepsTheWriteRouteWhenASecondMemberClaimsToBeThePrimary() {
        scene.decide();
        assertThat(scene.primary(WEST).decide().writeRoute()).isEqualTo(Scene.dc(EAST));
    }
}
