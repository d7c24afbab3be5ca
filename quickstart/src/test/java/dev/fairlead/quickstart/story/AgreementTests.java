package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTests {

    private static final RegionName ONE = RegionName.of("us-east");
    private static final RegionName OTHER = RegionName.of("eu-west");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Client CLIENT = new Client(Network.of("100.64.0.0/24"), "US", new Location(40.7, -74.0));

    private static Pictures pictures(DataCenterName dns, DataCenterName edge) {
        return new Pictures(
                new Picture("DNS", Map.of(CLIENT, dns), Map.of()), new Picture("edge", Map.of(CLIENT, edge), Map.of()));
    }

    @Test
    void regionsThatSendAClientToOnePlaceAgree() {
        assertThat(Agreement.ofPictures(Map.of(ONE, pictures(EAST, EAST), OTHER, pictures(EAST, EAST))))
                .satisfies(agreed -> assertThat(agreed.held()).isTrue())
                .satisfies(agreed -> assertThat(agreed.text())
                        .isEqualTo("DNS and edge of eu-west and us-east send each network to the same data center"
                                + " (1 of 1 alike)"));
        assertThat(Agreement.ofPictures(Map.of(ONE, pictures(EAST, EAST), OTHER, pictures(EAST, WEST)))
                        .held())
                .isFalse();
    }

    @Test
    void aRegionThatDoesNotAnswerDoesNotAgree() {
        Picture silent = new Picture("DNS", Map.of(), Map.of(CLIENT, "no answer"));
        assertThat(Agreement.ofPictures(Map.of(ONE, pictures(EAST, EAST), OTHER, new Pictures(silent, silent)))
                        .held())
                .isFalse();
        assertThat(Agreement.ofPictures(Map.of()).held()).isFalse();
    }

    @Test
    void plansMayDifferInWhatNoDataPlaneSees() {
        RoutingPlan plan = plan(7, 7_000, "HEALTHY");
        assertThat(Agreement.ofPlans(Map.of(ONE, List.of(plan), OTHER, List.of(plan(9, 7_000, "ALL_ENDPOINTS_UP"))))
                        .held())
                .isTrue();
    }

    @Test
    void namesTheApplicationsWhoseSharesDiffer() {
        assertThat(Agreement.ofPlans(
                        Map.of(ONE, List.of(plan(7, 7_000, "HEALTHY")), OTHER, List.of(plan(7, 6_999, "HEALTHY")))))
                .satisfies(differing -> assertThat(differing.held()).isFalse())
                .satisfies(differing -> assertThat(differing.text()).contains("1 differ: shop"));
    }

    @Test
    void aRegionWithoutPlansDoesNotAgree() {
        assertThat(Agreement.ofPlans(Map.of(ONE, List.of(plan(7, 7_000, "HEALTHY")), OTHER, List.of()))
                        .held())
                .isFalse();
        assertThat(Agreement.ofPlans(Map.of(ONE, List.of(), OTHER, List.of())).held())
                .isFalse();
    }

    private static RoutingPlan plan(long epoch, int east, String code) {
        Instant at = Instant.parse("2026-11-22T10:00:00Z").plusSeconds(epoch);
        return new RoutingPlan(
                ApplicationName.of("shop"),
                "shop.example",
                5,
                epoch,
                at,
                null,
                List.of(new AudienceShares(
                        "everyone",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Share(EAST, east), new Share(WEST, 10_000 - east)))),
                List.of(new Standing(
                        EAST,
                        Standing.State.SERVING,
                        ServingMode.READ_WRITE,
                        List.of(),
                        at,
                        code,
                        "why " + epoch,
                        false)),
                EAST);
    }
}
