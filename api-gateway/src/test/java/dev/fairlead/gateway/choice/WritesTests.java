package dev.fairlead.gateway.choice;

import static dev.fairlead.gateway.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WritesTests {

    private static final String EAST = "192.0.2.1:80";
    private static final String WEST = "192.0.2.2:80";

    @Test
    void anApplicationWithoutADatabaseWritesLikeItReads() {
        RoutingPlan plan =
                plan("web", 1).serving("us-east", EAST).serving("us-west", WEST).build();
        assertThat(Writes.of(plan)).isEqualTo(new Writes.LikeReads());
    }

    @Test
    void writesGoToThePrimary() {
        RoutingPlan plan = plan("web", 1)
                .serving("us-east", EAST)
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, WEST)
                .writesTo("us-east")
                .build();
        assertThat(Writes.of(plan))
                .isEqualTo(new Writes.ToPrimary(plan.standings().getFirst()));
    }

    @Test
    void writesGoToThePrimaryAlsoWhereNobodyReads() {
        for (State state : new State[] {State.DRAINED, State.HELD, State.SLOW, State.BLOCKED}) {
            RoutingPlan plan = plan("web", 1)
                    .standing("us-east", state, ServingMode.UNAVAILABLE, EAST)
                    .serving("us-west", WEST)
                    .writesTo("us-east")
                    .build();
            assertThat(Writes.of(plan))
                    .as("%s", state)
                    .isEqualTo(new Writes.ToPrimary(plan.standings().getFirst()));
        }
    }

    @Test
    void writesGoPastTheDataCentersThatTakeNone() {
        RoutingPlan plan = plan("web", 1)
                .serving("us-east", EAST)
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, WEST)
                .standing("us-north", State.DOWN, ServingMode.UNAVAILABLE)
                .build();
        assertThat(Writes.of(plan)).isEqualTo(new Writes.PastReadOnly(Set.of(DataCenterName.of("us-west"))));
    }

    @Test
    void writesAreRefusedWhereAllThatServeTakeNone() {
        RoutingPlan plan = plan("web", 1)
                .standing("us-east", State.DOWN, ServingMode.UNAVAILABLE, EAST)
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, WEST)
                .build();
        assertThat(Writes.of(plan)).isEqualTo(new Writes.Refused());
    }

    @Test
    void writesAreRefusedWithoutAPrimaryThatCanBeReached() {
        assertThat(Writes.of(plan("web", 1)
                        .standing("us-east", State.SERVING, ServingMode.READ_ONLY, EAST)
                        .build()))
                .as("a takeover")
                .isEqualTo(new Writes.Refused());
        assertThat(Writes.of(plan("web", 1)
                        .standing("us-east", State.DOWN, ServingMode.READ_WRITE, EAST)
                        .serving("us-west", WEST)
                        .writesTo("us-east")
                        .build()))
                .as("down")
                .isEqualTo(new Writes.Refused());
        assertThat(Writes.of(
                        plan("web", 1).serving("us-east").writesTo("us-east").build()))
                .as("no endpoint")
                .isEqualTo(new Writes.Refused());
        assertThat(Writes.of(plan("web", 1)
                        .serving("us-east", EAST)
                        .writesTo("us-north")
                        .build()))
                .as("a data center that is not there")
                .isEqualTo(new Writes.Refused());
    }
}
