package dev.fairlead.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupTalliesTests {

    private static final EndpointAddress ONE = EndpointAddress.of("10.0.0.1:9901");
    private static final EndpointAddress OTHER = EndpointAddress.of("10.0.0.2:9901");

    private final GroupTallies group = new GroupTallies();

    private static Tally tally(int port, long requests, long failures, boolean ejected) {
        return new Tally(
                ApplicationName.of("shop"),
                DataCenterName.of("us-east"),
                new EndpointAddress("192.0.2.1", port),
                requests,
                failures,
                ejected);
    }

    @Test
    void countsFromWhenEachEnvoyWasFirstRead() {
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 100, 9, false))))).containsExactly(tally(80, 0, 0, false));
        assertThat(group.with(Map.of(
                        ONE, List.of(tally(80, 103, 10, false)),
                        OTHER, List.of(tally(80, 1_000, 0, false)))))
                .containsExactly(tally(80, 3, 1, false));
        assertThat(group.with(Map.of(
                        ONE, List.of(tally(80, 104, 10, false)),
                        OTHER, List.of(tally(80, 1_002, 0, false)))))
                .containsExactly(tally(80, 6, 1, false));
    }

    @Test
    void doesNotFallWhenOneIsRestartedOrSilent() {
        group.with(Map.of(ONE, List.of(tally(80, 100, 0, false)), OTHER, List.of(tally(80, 50, 0, false))));
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 2, 0, false)), OTHER, List.of(tally(80, 60, 0, false)))))
                .containsExactly(tally(80, 12, 0, false));
        assertThat(group.with(Map.of(OTHER, List.of(tally(80, 61, 0, false)))))
                .containsExactly(tally(80, 13, 0, false));
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 9, 0, false)), OTHER, List.of(tally(80, 61, 0, false)))))
                .as("what came while it was silent")
                .containsExactly(tally(80, 20, 0, false));
    }

    @Test
    void whatOneOfThemEjectsIsEjectedUntilNoneDoes() {
        group.with(Map.of(ONE, List.of(tally(80, 1, 0, false)), OTHER, List.of(tally(80, 1, 0, false))));
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 4, 3, true)), OTHER, List.of(tally(80, 1, 0, false)))))
                .containsExactly(tally(80, 3, 3, true));
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 4, 3, false)), OTHER, List.of(tally(80, 1, 0, false)))))
                .containsExactly(tally(80, 3, 3, false));
    }

    @Test
    void forgetsAnEndpointThatIsGoneAndCountsItFromNothingWhenItIsBack() {
        group.with(Map.of(ONE, List.of(tally(80, 1, 0, false), tally(81, 1, 0, false))));
        assertThat(group.with(Map.of(ONE, List.of(tally(81, 2, 0, false))))).containsExactly(tally(81, 1, 0, false));
        assertThat(group.with(Map.of(ONE, List.of(tally(80, 5, 0, false), tally(81, 2, 0, false)))))
                .containsExactlyInAnyOrder(tally(80, 5, 0, false), tally(81, 1, 0, false));
    }
}
