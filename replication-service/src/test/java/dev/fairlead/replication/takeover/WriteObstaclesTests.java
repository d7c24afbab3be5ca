package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteObstaclesTests {

    private final FakeTraffic traffic = new FakeTraffic();
    private final WriteObstacles obstacles = new WriteObstacles(traffic);

    @ParameterizedTest
    @EnumSource(value = Standing.State.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVING")
    void whatDoesNotServeThereSpeaksAgainstIt(Standing.State state) {
        assertThat(WriteObstacles.in(plan(state, null), WEST)).contains("web in us-west: as the test has it");
        assertThat(WriteObstacles.in(plan(state, null), EAST))
                .as("an application without users there")
                .isEmpty();
    }

    @Test
    void anOrderToReadOnlySpeaksAgainstItAndThatThePrimaryIsElsewhereDoesNot() {
        assertThat(WriteObstacles.in(plan(Standing.State.SERVING, "READ_ONLY_ORDERED"), WEST))
                .contains("web in us-west: as the mode has it");
        assertThat(WriteObstacles.in(plan(Standing.State.SERVING, "OTHER"), WEST))
                .isEmpty();
        assertThat(WriteObstacles.in(plan(Standing.State.SERVING, null), WEST)).isEmpty();
    }

    @Test
    void onlyApplicationsOnTheDatabaseAreAskedAndSilenceSpeaksAgainstIt() {
        traffic.add("web", "shop");
        traffic.add("other", null);
        assertThat(obstacles.at(WEST, SHOP)).isEmpty();

        traffic.away = true;
        assertThat(obstacles.at(WEST, SHOP)).contains("the traffic-service does not answer: nobody there");
    }

    private static RoutingPlan plan(Standing.State state, @Nullable String mode) {
        Standing west = new Standing(
                WEST,
                state,
                ServingMode.READ_ONLY,
                List.of(),
                Instant.EPOCH,
                "CODE",
                "as the test has it",
                false,
                null,
                mode == null ? null : new Standing.ModeReason(mode, "as the mode has it", Instant.EPOCH));
        return new RoutingPlan(
                ApplicationName.of("web"), "web.test", 5, 1, Instant.EPOCH, null, List.of(), List.of(west), EAST);
    }
}
