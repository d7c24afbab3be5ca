package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.ModeReason;
import dev.fairlead.contracts.traffic.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an application may do where, by order and by what is known of its database. */
class ReadOnlyTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Scene scene = new Scene();

    private static Scene withDatabase() {
        return new Scene().budget(1_000).primary(EAST).replica(WEST, 200L).replica(EU, 200L);
    }

    private static ServingMode mode(RoutingPlan plan, String where) {
        return standing(plan, where).mode();
    }

    private static ModeReason why(RoutingPlan plan, String where) {
        return Objects.requireNonNull(standing(plan, where).modeReason());
    }

    @Test
    void takesNoWritesInOneDataCenterAndMovesNobody() {
        RoutingPlan before = scene.nearest().decide();
        Instant until = scene.now.plus(HOUR);
        RoutingPlan plan = scene.readOnly(WEST, HOUR).decide();
        assertThat(mode(plan, WEST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(why(plan, WEST))
                .isEqualTo(new ModeReason(
                        "READ_ONLY_ORDERED", "read-only by alice until " + until + ": maintenance", scene.now));
        assertThat(mode(plan, EAST)).isEqualTo(ServingMode.READ_WRITE);
        assertThat(plan.audiences()).isEqualTo(before.audiences());
        Standing was = standing(before, WEST);
        Standing is = standing(plan, WEST);
        assertThat(is.state()).isEqualTo(was.state());
        assertThat(is.endpoints()).isEqualTo(was.endpoints());
        assertThat(is.reason()).isEqualTo(was.reason());
        assertThat(scene.decide()).isSameAs(plan);
    }

    @Test
    void takesNoWritesAnywhere() {
        Scene shop = withDatabase();
        RoutingPlan before = shop.decide();
        RoutingPlan plan = shop.readOnly(null, HOUR).decide();
        assertThat(plan.writeRoute()).isNull();
        assertThat(plan.standings()).allSatisfy(standing -> {
            assertThat(standing.mode()).isEqualTo(ServingMode.READ_ONLY);
            assertThat(standing.state()).isEqualTo(State.SERVING);
        });
        assertThat(plan.audiences()).isEqualTo(before.audiences());
        assertThat(Explanation.summary(plan))
                .contains("; no writes in eu-west, us-east, us-west (read-only by alice until ")
                .doesNotContain("writes to");
        assertThat(Explanation.change(before, plan)).contains("us-east read-write to read-only: read-only by alice");
    }

    @Test
    void takesNoWritesAnywhereWhereThePrimaryMayNot() {
        Scene shop = withDatabase();
        shop.decide();
        RoutingPlan plan = shop.readOnly(EAST, HOUR).decide();
        assertThat(plan.writeRoute()).isNull();
        assertThat(why(plan, EAST).code()).isEqualTo("READ_ONLY_ORDERED");
        assertThat(mode(plan, WEST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(why(plan, WEST).code()).isEqualTo("PRIMARY_READ_ONLY");
        assertThat(why(plan, WEST).reason()).startsWith("writes go to us-east, which is read-only by alice until ");
    }

    @Test
    void keepsTheWriteRouteWhereOnlyOthersAreReadOnly() {
        Scene shop = withDatabase();
        shop.decide();
        RoutingPlan plan = shop.readOnly(WEST, HOUR).decide();
        assertThat(plan.writeRoute()).isEqualTo(Scene.dc(EAST));
        assertThat(mode(plan, WEST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(mode(plan, EAST)).isEqualTo(ServingMode.READ_WRITE);
    }

    @Test
    void writesAgainWhenTheLastOrderIsOver() {
        scene.readOnly(WEST, HOUR).readOnly(null, HOUR.multipliedBy(2)).decide();
        Instant since = scene.now;
        RoutingPlan still = scene.wait(HOUR).decide();
        assertThat(why(still, WEST).since()).isEqualTo(since);
        assertThat(mode(still, WEST)).isEqualTo(ServingMode.READ_ONLY);
        RoutingPlan over = scene.wait(HOUR).decide();
        assertThat(mode(over, WEST)).isEqualTo(ServingMode.READ_WRITE);
        assertThat(why(over, WEST).code()).isEqualTo("WRITABLE");
        assertThat(why(over, WEST).since()).isEqualTo(scene.now);
        assertThat(scene.decide()).isSameAs(over);
    }

    @Test
    void namesTheOrderThatLastsLongest() {
        RoutingPlan plan = scene.readOnly(null, HOUR.multipliedBy(2))
                .readOnly(WEST, HOUR)
                .readOnly(EU, HOUR.multipliedBy(3))
                .decide();
        Instant ordered = scene.now.minusSeconds(1);
        assertThat(why(plan, WEST).reason())
                .contains(ordered.plus(HOUR.multipliedBy(2)).toString());
        assertThat(why(plan, EU).reason())
                .contains(ordered.plus(HOUR.multipliedBy(3)).toString());
    }

    @Test
    void doesNotMakeAnybodyAvailable() {
        scene.decide();
        RoutingPlan plan = scene.drain(WEST).down(EU).readOnly(null, HOUR).decide();
        assertThat(mode(plan, WEST)).isEqualTo(ServingMode.UNAVAILABLE);
        assertThat(mode(plan, EU)).isEqualTo(ServingMode.UNAVAILABLE);
        assertThat(standing(plan, EU).modeReason()).isNull();
        assertThat(mode(plan, EAST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(everyone(plan)).isEqualTo(Map.of(EAST, 10_000));
    }

    @Test
    void risesOnNoSilenceOnceAnOrderIsOver() {
        Scene shop = withDatabase();
        shop.decide();
        shop.readOnly(EAST, HOUR).decide();
        shop.replicationFallsSilent().wait(Duration.ofMinutes(1)).endOverrides();
        RoutingPlan silent = shop.decide();
        assertThat(silent.writeRoute()).isNull();
        assertThat(mode(silent, EAST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(why(silent, EAST).code()).isEqualTo("NO_PRIMARY");
        assertThat(why(silent, EAST).reason())
                .isEqualTo("nobody says where the primary of orders is now: no mode rises on silence");
        assertThat(shop.decide()).isSameAs(silent);
        RoutingPlan told = shop.replicationAnswers().decide();
        assertThat(told.writeRoute()).isEqualTo(Scene.dc(EAST));
        assertThat(mode(told, WEST)).isEqualTo(ServingMode.READ_WRITE);
    }

    @Test
    void saysInSilenceWhatWasFoundOutLast() {
        Scene shop = withDatabase();
        shop.decide();
        RoutingPlan lost = shop.member(EAST, MemberRole.PRIMARY, false, 0L).decide();
        assertThat(why(lost, WEST))
                .isEqualTo(new ModeReason("NO_PRIMARY", "no primary of orders can be reached", shop.now));
        assertThat(shop.replicationFallsSilent().wait(Duration.ofMinutes(1)).decide())
                .isSameAs(lost);
        RoutingPlan contradicted =
                shop.replicationAnswers().primary(EAST).primary(WEST).decide();
        assertThat(contradicted.writeRoute()).isNull();
        assertThat(why(contradicted, EU).code()).isEqualTo("TWO_PRIMARIES");
        assertThat(why(contradicted, EU).reason())
                .isEqualTo("us-east, us-west all say that they are the primary of orders");
        assertThat(why(contradicted, EU).since())
                .as("read-only all the time")
                .isEqualTo(why(lost, EU).since());
    }

    @Test
    void readsWhereReplicasAreWithinTheBudgetWhileThePrimaryIsAway() {
        Scene shop = withDatabase();
        shop.decide();
        shop.member(EAST, MemberRole.PRIMARY, false, 5_000L).replica(EU, 5_000L);
        RoutingPlan plan = shop.down(EAST).decide();
        assertThat(plan.writeRoute()).isNull();
        assertThat(mode(plan, WEST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(why(plan, WEST).code()).isEqualTo("NO_PRIMARY");
        assertThat(standing(plan, EU).state()).isEqualTo(State.STALE);
        assertThat(mode(plan, EU)).isEqualTo(ServingMode.UNAVAILABLE);
        assertThat(everyone(plan)).isEqualTo(Map.of(WEST, 10_000));
    }

    @Test
    void writesToTheNewPrimaryWhileTheOldOneIsStillReadOnly() {
        Scene shop = withDatabase();
        shop.decide();
        RoutingPlan old = shop.readOnly(EAST, HOUR).decide();
        assertThat(old.writeRoute()).as("on old news").isNull();
        RoutingPlan moved = shop.replica(EAST, 0L).primary(WEST).decide();
        assertThat(moved.writeRoute()).isEqualTo(Scene.dc(WEST));
        assertThat(mode(moved, EU)).isEqualTo(ServingMode.READ_WRITE);
        assertThat(mode(moved, EAST)).isEqualTo(ServingMode.READ_ONLY);
        assertThat(mode(shop.endOverrides().decide(), EAST)).isEqualTo(ServingMode.READ_WRITE);
    }

    @Test
    void saysNothingOfAModeThatBeganWithTheState() {
        RoutingPlan first = scene.decide();
        assertThat(first.standings()).allMatch(standing -> standing.modeReason() == null);
        scene.down(WEST).decide();
        assertThat(scene.decide().standings()).allMatch(standing -> standing.modeReason() == null);
    }
}
