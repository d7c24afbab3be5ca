package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetTests {

    @Test
    void aNameHasAnEndpointOfItsOwnInEachDataCenter() {
        Fleet fleet = Fleet.ofNames(10_000, 80);

        assertThat(fleet.applications()).isEqualTo(10_000);
        assertThat(fleet.endpoints(0, Side.EAST)).hasToString("[127.77.0.0:80]");
        assertThat(fleet.endpoints(9_999, Side.WEST)).hasToString("[127.78.39.15:80]");
    }

    @Test
    void aHundredEndpointsMakeAnApplication() {
        assertThat(Fleet.ofEndpoints(1, 80)).isEqualTo(new Fleet(1, 1, 80));
        assertThat(Fleet.ofEndpoints(100, 80)).isEqualTo(new Fleet(1, 50, 80));
        assertThat(Fleet.ofEndpoints(10_000, 80)).isEqualTo(new Fleet(100, 50, 80));
    }

    @Test
    void aPlanSendsEverybodyToOneSideAndKnowsBoth() {
        RoutingPlan plan = Fleet.ofEndpoints(100, 80).plan(0, Side.WEST, 7, Instant.EPOCH);

        assertThat(plan.audiences())
                .singleElement()
                .satisfies(everyone ->
                        assertThat(everyone.shares()).containsExactly(new Share(Side.WEST.dataCenter(), Share.WHOLE)));
        assertThat(plan.standings())
                .hasSize(2)
                .allSatisfy(standing -> assertThat(standing.endpoints())
                        .hasSize(50)
                        .allSatisfy(endpoint -> assertThat(Side.at(InetAddress.ofLiteral(endpoint.ip())))
                                .isEqualTo(Side.of(standing.dataCenter()))));
    }

    @Test
    void theSampleIsSpreadFromTheFirstToTheLast() {
        assertThat(Fleet.ofNames(1, 80).sample()).containsExactly(0);
        assertThat(Fleet.ofNames(10_000, 80).sample())
                .hasSize(16)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains(0, 9_999);
    }

    @Test
    void refusesMoreEndpointsThanItHasAddresses() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fleet.ofNames(100_000, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> Fleet.ofNames(0, 80));
    }
}
