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

/** A database whose every member takes writes. */
class EveryWriterTests {

    private final Scene scene = new Scene().budget(1_000);

    private Scene writer(String where, boolean reachable, Long boundMs) {
        return scene.member(where, MemberRole.WRITER, reachable, boundMs);
    }

    private void allWrite() {
        for (String where : new String[] {EAST, WEST, EU}) {
            writer(where, true, 100L);
        }
    }

    private static ServingMode mode(RoutingPlan plan, String where) {
        return standing(plan, where).mode();
    }

    @Test
    void writesInEachDataCenterWithoutARoute() {
        allWrite();
        RoutingPlan plan = scene.decide();
        assertThat(plan.writeRoute()).isNull();
        for (String where : new String[] {EAST, WEST, EU}) {
            assertThat(mode(plan, where)).isEqualTo(ServingMode.READ_WRITE);
        }
    }

    @Test
    void readsOnlyWhereTheOwnMemberDoesNotAnswerAndLeavesWhenItIsTooOld() {
        allWrite();
        scene.decide();
        writer(WEST, false, 900L);
        RoutingPlan lost = scene.decide();
        assertThat(mode(lost, WEST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(mode(lost, EAST)).isEqualTo(ServingMode.READ_WRITE);
        writer(WEST, false, 1_100L);
        RoutingPlan left = scene.decide();
        assertThat(state(left, WEST)).isEqualTo(State.STALE);
        assertThat(mode(left, EAST)).isEqualTo(ServingMode.READ_WRITE);
        assertThat(everyone(left)).isEqualTo(Map.of(EAST, 5000, EU, 5000));
    }

    @Test
    void goesOnWritingWhileTheReplicationServiceIsSilent() {
        allWrite();
        writer(EU, false, 500L);
        RoutingPlan before = scene.decide();
        scene.replicationFallsSilent();
        assertThat(scene.wait(Duration.ofMinutes(5)).decide()).isSameAs(before);
        assertThat(mode(before, EU)).isEqualTo(ServingMode.READ_ONLY);
    }

    @Test
    void writesNowhereWhenNoMemberAnswers() {
        for (String where : new String[] {EAST, WEST, EU}) {
            writer(where, false, 500L);
        }
        RoutingPlan plan = scene.decide();
        assertThat(plan.standings()).noneMatch(standing -> standing.mode() == ServingMode.READ_WRITE);
    }
}
