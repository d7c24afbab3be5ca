package dev.fairlead.deploy.drill.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakOffTests {

    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DrillSpec SPEC = new DrillSpec(SHOP, EAST, DrillSpec.Mode.AWAY, 60, 50, 10, "rehearsal");

    private static RoutingPlan plan(Standing.State east, Standing.State west, int westShare) {
        List<Share> shares = westShare == 0 ? List.of() : List.of(new Share(WEST, westShare));
        return new RoutingPlan(
                SHOP,
                "shop.example",
                5,
                1,
                Instant.EPOCH,
                null,
                List.of(new AudienceShares("everyone", List.of(), List.of(), List.of(), shares)),
                List.of(standing(EAST, east), standing(WEST, west)),
                null);
    }

    private static Standing standing(DataCenterName dataCenter, Standing.State state) {
        return new Standing(
                dataCenter, state, ServingMode.READ_WRITE, List.of(), Instant.EPOCH, state.name(), "so it is", false);
    }

    private static List<Verdict> verdicts(DataCenterName dataCenter, Health... healths) {
        return IntStream.range(0, healths.length)
                .mapToObj(i -> new Verdict(
                        new Endpoint(SHOP, dataCenter, new EndpointAddress("192.0.2." + (i + 1), 80)),
                        healths[i],
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "so it is",
                        List.of()))
                .toList();
    }

    @Test
    void goesOnWhileTheOthersAreWell() {
        RoutingPlan plan = plan(Standing.State.DRAINED, Standing.State.SERVING, Share.WHOLE);

        assertThat(BreakOff.unwell(SPEC, plan, verdicts(WEST, Health.UP, Health.SLOW)))
                .isEmpty();
        assertThat(BreakOff.unwell(SPEC, plan, List.of())).isEmpty();
    }

    @Test
    void breaksOffWhenAnotherDataCenterIsLost() {
        assertThat(BreakOff.unwell(SPEC, plan(Standing.State.DRAINED, Standing.State.DOWN, Share.WHOLE), List.of()))
                .hasValue("us-west is down for shop: so it is");
    }

    @Test
    void theOneThatIsRehearsedMayBeDown() {
        assertThat(BreakOff.unwell(SPEC, plan(Standing.State.DOWN, Standing.State.SERVING, Share.WHOLE), List.of()))
                .isEmpty();
    }

    @Test
    void breaksOffWhenTheDatabaseHasNoPrimary() {
        RoutingPlan plan = plan(Standing.State.DRAINED, Standing.State.SERVING, Share.WHOLE);
        Standing lost = new Standing(
                WEST,
                Standing.State.SERVING,
                ServingMode.READ_ONLY,
                List.of(),
                Instant.EPOCH,
                "HEALTHY",
                "so it is",
                false,
                null,
                new Standing.ModeReason("NO_PRIMARY", "no primary of shop can be reached", Instant.EPOCH));
        RoutingPlan without = new RoutingPlan(
                SHOP,
                plan.host(),
                5,
                2,
                Instant.EPOCH,
                null,
                plan.audiences(),
                List.of(plan.standings().getFirst(), lost),
                null);

        assertThat(BreakOff.unwell(SPEC, without, List.of()))
                .hasValue("shop is written nowhere: no primary of shop can be reached");
        assertThat(Obstacles.of(withState(without, Standing.State.SERVING), SPEC))
                .hasValue("shop is written nowhere: no primary of shop can be reached");
    }

    /** The same with the data center of the drill in another state. */
    private static RoutingPlan withState(RoutingPlan plan, Standing.State east) {
        return new RoutingPlan(
                SHOP,
                plan.host(),
                5,
                2,
                Instant.EPOCH,
                null,
                plan.audiences(),
                List.of(standing(EAST, east), plan.standings().getLast()),
                null);
    }

    @Test
    void mustNotBeginWhereItIsSoAlreadyOrNobodyElseServes() {
        assertThat(Obstacles.of(plan(Standing.State.SERVING, Standing.State.SERVING, Share.WHOLE), SPEC))
                .isEmpty();
        assertThat(Obstacles.of(plan(Standing.State.DRAINED, Standing.State.SERVING, Share.WHOLE), SPEC))
                .hasValue("shop is so already in us-east");
        assertThat(Obstacles.of(plan(Standing.State.SERVING, Standing.State.DRAINED, Share.WHOLE), SPEC))
                .hasValue("shop: us-east is the only data center that serves");
        assertThat(Obstacles.of(plan(Standing.State.SERVING, Standing.State.HELD, Share.WHOLE), SPEC))
                .hasValueSatisfying(why -> assertThat(why).startsWith("shop: us-west is held"));
    }

    @Test
    void theOnlyOneThatServesMayRefuseWrites() {
        DrillSpec readOnly = new DrillSpec(SHOP, EAST, DrillSpec.Mode.READ_ONLY, 60, 50, 10, "rehearsal");

        assertThat(Obstacles.of(plan(Standing.State.SERVING, Standing.State.DRAINED, Share.WHOLE), readOnly))
                .isEmpty();
    }

    @Test
    void breaksOffWhenNobodyServes() {
        assertThat(BreakOff.unwell(SPEC, plan(Standing.State.DRAINED, Standing.State.SERVING, 0), List.of()))
                .hasValue("shop is served nowhere");
    }

    @Test
    void breaksOffWhenTooFewEndpointsElsewhereAreUp() {
        RoutingPlan plan = plan(Standing.State.DRAINED, Standing.State.SERVING, Share.WHOLE);

        assertThat(BreakOff.unwell(SPEC, plan, verdicts(WEST, Health.UP, Health.DOWN)))
                .isEmpty();
        assertThat(BreakOff.unwell(SPEC, plan, verdicts(WEST, Health.UP, Health.DOWN, Health.DOWN)))
                .hasValue("1 of 3 endpoints of shop elsewhere are up, fewer than 50 %");
        assertThat(BreakOff.unwell(SPEC, plan, verdicts(WEST, Health.UP, Health.DOWN, Health.UNKNOWN)))
                .isEmpty();
        assertThat(BreakOff.unwell(SPEC, plan, verdicts(EAST, Health.DOWN))).isEmpty();
    }

    @Test
    void breaksOffWhenItsTimeIsOver() {
        Instant began = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(BreakOff.late(SPEC, began, began.plus(Duration.ofMinutes(10)).minusMillis(1)))
                .isEmpty();
        assertThat(BreakOff.late(SPEC, began, began.plus(Duration.ofMinutes(10))))
                .hasValue("it lasts longer than 10 minutes");
    }
}
