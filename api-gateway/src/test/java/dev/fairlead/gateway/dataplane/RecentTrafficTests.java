package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.ObservedTraffic.ObservedShare;
import dev.fairlead.gateway.dataplane.ObservedTraffic.Requests;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentTrafficTests {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<RoutingPlan> BOTH = List.of(plan("shop", 1)
            .everyone(share("us-east", 5_000), share("us-west", 5_000))
            .build());
    private static final List<RoutingPlan> EAST_DRAINED = List.of(plan("shop", 2)
            .everyone(share("us-east", 0), share("us-west", 10_000))
            .build());

    private static Growth growth(String application, String dataCenter, int port, long requests, long failures) {
        return new Growth(
                new Tally(
                        ApplicationName.of(application),
                        DataCenterName.of(dataCenter),
                        new EndpointAddress("192.0.2.1", port),
                        requests,
                        failures,
                        false),
                false);
    }

    /** Of five seconds. */
    private static Look look(int fromSecond, Growth... growth) {
        return new Look(T0.plusSeconds(fromSecond), T0.plusSeconds(fromSecond + 5), List.of(growth));
    }

    private static ObservedShare observed(String application, String dataCenter, int basisPoints, Requests requests) {
        return new ObservedShare(ApplicationName.of(application), DataCenterName.of(dataCenter), basisPoints, requests);
    }

    @Test
    void addsUpEndpointsAndLooksToSharesThatAreWhole() {
        RecentTraffic recent = RecentTraffic.NONE
                .and(
                        look(
                                0,
                                growth("shop", "us-west", 80, 1, 0),
                                growth("shop", "us-east", 80, 0, 0),
                                growth("shop", "us-east", 81, 1, 1),
                                growth("mail", "us-west", 80, 7, 0),
                                growth("idle", "us-west", 80, 0, 0)),
                        BOTH,
                        BOTH)
                .and(look(5, growth("shop", "eu-west", 80, 1, 0)), List.of(), BOTH);

        assertThat(recent.observed())
                .isEqualTo(new ObservedTraffic(
                        T0,
                        T0.plusSeconds(10),
                        List.of(
                                observed("mail", "us-west", 10_000, new Requests(7, 0, 0)),
                                observed("shop", "eu-west", 3_334, new Requests(1, 0, 0)),
                                observed("shop", "us-east", 3_333, new Requests(1, 1, 0)),
                                observed("shop", "us-west", 3_333, new Requests(1, 0, 0)))));
    }

    @Test
    void showsWhatStillComesToADataCenterThatIsDrainedFromTheNextLookOn() {
        RecentTraffic changing =
                RecentTraffic.NONE.and(look(0, growth("shop", "us-east", 80, 9, 0)), BOTH, EAST_DRAINED);
        assertThat(residual(changing)).containsExactly(0L);

        RecentTraffic drained = changing.and(look(5, growth("shop", "us-east", 80, 3, 0)), EAST_DRAINED, EAST_DRAINED);
        assertThat(residual(drained)).containsExactly(3L);

        RecentTraffic back = drained.and(look(10, growth("shop", "us-east", 80, 4, 0)), EAST_DRAINED, BOTH);
        assertThat(residual(back)).containsExactly(3L);
    }

    @Test
    void writesToThePrimaryAreNotResidual() {
        List<RoutingPlan> primaryInTheEast = List.of(plan("shop", 2)
                .everyone(share("us-west", 10_000))
                .writesTo("us-east")
                .build());
        assertThat(residual(RecentTraffic.NONE.and(
                        look(0, growth("shop", "us-east", 80, 9, 0)), primaryInTheEast, primaryInTheEast)))
                .containsExactly(0L);
    }

    private static Stream<Long> residual(RecentTraffic recent) {
        return recent.observed().shares().stream().map(share -> share.requests().residual());
    }

    @Test
    void forgetsWhatIsOlderThanAMinute() {
        RecentTraffic recent = RecentTraffic.NONE;
        for (int second = 0; second < 300; second += 5) {
            recent = recent.and(look(second, growth("shop", "us-east", 80, 1, 0)), BOTH, BOTH);
        }
        assertThat(recent.observed().from()).isEqualTo(T0.plusSeconds(240));
        assertThat(recent.observed().shares())
                .containsExactly(observed("shop", "us-east", 10_000, new Requests(12, 0, 0)));
    }
}
