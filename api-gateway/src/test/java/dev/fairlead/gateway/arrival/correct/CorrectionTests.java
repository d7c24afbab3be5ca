package dev.fairlead.gateway.arrival.correct;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrectionTests {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EU = DataCenterName.of("eu");

    /** Far too few in the east. */
    private static final Map<DataCenterName, Long> SEEN = Map.of(EAST, 50_000L, WEST, 50_000L);

    private static RoutingPlan sixty(long epoch) {
        return plan("shop", epoch)
                .everyone(share("us-east", 6_000), share("us-west", 4_000))
                .serving("us-east", "192.0.2.1:80")
                .serving("us-west", "192.0.2.2:80")
                .writesTo("us-east")
                .resilience(Resilience.defaults())
                .build();
    }

    private static Correction steps(Correction correction, int steps, Map<DataCenterName, Long> requests) {
        Correction next = correction;
        for (int i = 0; i < steps; i++) {
            next = next.step(requests, NOW);
        }
        return next;
    }

    private static List<Share> everyone(Correction correction) {
        return correction.answered().audiences().getLast().shares();
    }

    @Test
    void eachStepMovesTheAnswerByATenthOfTheErrorUntilItsBound() {
        Correction one = Correction.of(sixty(1)).step(SEEN, NOW);
        assertThat(everyone(one)).containsExactly(share("us-east", 6_100), share("us-west", 3_900));
        assertThat(one.inWords()).contains("shop: us-east answered at 61 % to end at 60 %");

        Correction most = steps(one, 100, SEEN);
        assertThat(everyone(most)).containsExactly(share("us-east", 6_500), share("us-west", 3_500));
    }

    @Test
    void nothingIsLeftToUndoWhenTheErrorIsOver() {
        Correction most = steps(Correction.of(sixty(1)), 1_000, SEEN);
        Correction back = most.step(Map.of(EAST, 70_000L, WEST, 30_000L), NOW);

        assertThat(everyone(back)).containsExactly(share("us-east", 6_400), share("us-west", 3_600));
    }

    @Test
    void nothingButTheSharesIsCorrected() {
        RoutingPlan planned = sixty(7);
        RoutingPlan answered = Correction.of(planned).step(SEEN, NOW).answered();

        assertThat(answered).isNotEqualTo(planned);
        assertThat(answered.sent(planned.audiences())).isEqualTo(planned);
    }

    @Test
    void anErrorBelowAPointAndTooFewRequestsMoveNobody() {
        Correction correction = Correction.of(sixty(1));
        assertThat(correction.step(Map.of(EAST, 59_100L, WEST, 40_900L), NOW).answered())
                .isEqualTo(sixty(1));
        assertThat(correction.step(Map.of(EAST, 400L, WEST, 599L), NOW).answered())
                .isEqualTo(sixty(1));
        assertThat(correction.step(Map.of(EAST, 400L, WEST, 600L), NOW).answered())
                .isNotEqualTo(sixty(1));
    }

    @Test
    void whereNobodyCountsNothingIsConcluded() {
        assertThat(Correction.of(sixty(1)).step(Map.of(EAST, 50_000L), NOW).answered())
                .isEqualTo(sixty(1));
    }

    @Test
    void aCorrectionIsForgottenWhenNothingIsObservedAnyMore() {
        Correction corrected = steps(Correction.of(sixty(1)), 5, SEEN);
        assertThat(everyone(corrected.step(Map.of(), NOW)))
                .containsExactly(share("us-east", 6_450), share("us-west", 3_550));
        assertThat(steps(corrected, 100, Map.of()).answered()).isEqualTo(sixty(1));
        assertThat(steps(corrected, 100, Map.of()).inWords()).isEmpty();
    }

    @Test
    void keepsTheCorrectionUnderANewerPlanWithTheSameShares() {
        Correction corrected = steps(Correction.of(sixty(1)), 3, SEEN);
        Correction newer = corrected.follow(sixty(2), NOW);

        assertThat(newer.answered().epoch()).isEqualTo(2);
        assertThat(everyone(newer)).isEqualTo(everyone(corrected));
    }

    @Test
    void followsEveryOtherPlanAtOnceAndWaitsUntilRequestsCanBeSeenToFollowIt() {
        RoutingPlan lost = plan("shop", 2).everyone(share("us-west", 10_000)).build();
        RoutingPlan back = sixty(3);
        Correction corrected = steps(Correction.of(sixty(1)), 3, SEEN);

        Correction failover = corrected.follow(lost, NOW);
        assertThat(failover.answered()).isEqualTo(lost);
        Correction returned = failover.follow(back, NOW);
        assertThat(returned.answered()).isEqualTo(back);
        Instant almost = NOW.plus(Correction.STEADY).minusSeconds(1);
        assertThat(returned.step(SEEN, almost).answered()).isEqualTo(back);
        assertThat(returned.step(SEEN, almost.plusSeconds(1)).answered()).isNotEqualTo(back);
    }

    @Test
    void whatIsAnsweredForLongerIsCorrectedMoreSlowly() {
        RoutingPlan hour = withTtl(sixty(1), Duration.ofHours(1));
        Correction slow = Correction.of(hour).step(SEEN, NOW);
        assertThat(everyone(slow)).containsExactly(share("us-east", 6_003), share("us-west", 3_997));

        RoutingPlan lost = plan("shop", 2).everyone(share("us-west", 10_000)).build();
        Correction returned = Correction.of(hour).follow(lost, NOW).follow(hour, NOW);
        assertThat(returned.step(SEEN, NOW.plus(Duration.ofMinutes(119))).answered())
                .isEqualTo(hour);
    }

    private static RoutingPlan withTtl(RoutingPlan plan, Duration ttl) {
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                (int) ttl.toSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute());
    }

    @Test
    void aDataCenterThatIsAboutToGetMoreOrLessIsFollowedToTheBasisPoint() {
        assertThat(Split.of(standing(Standing.DRAINING, null))).isEmpty();
        assertThat(Split.of(standing("HEALTHY", new Ramp(10, NOW)))).isEmpty();
        assertThat(Split.of(standing("HEALTHY", null))).hasSize(1);
    }

    private static RoutingPlan standing(String code, @Nullable Ramp ramp) {
        RoutingPlan plan = sixty(1);
        Standing east = new Standing(
                EAST,
                Standing.State.SERVING,
                ServingMode.READ_WRITE,
                List.of(EndpointAddress.of("192.0.2.1:80")),
                NOW,
                code,
                "as the test says",
                false,
                ramp);
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                List.of(east),
                plan.writeRoute());
    }

    @Test
    void audiencesWithTheSameSharesAreCorrectedAlike() {
        RoutingPlan planned = plan("shop", 1)
                .audience("german", List.of("DE"), List.of(), share("us-east", 6_000), share("us-west", 4_000))
                .audience("french", List.of("FR"), List.of(), share("eu", 10_000))
                .everyone(share("us-east", 6_000), share("us-west", 4_000), share("eu", 0))
                .build();
        RoutingPlan answered = Correction.of(planned)
                .step(Map.of(EAST, 50_000L, WEST, 50_000L, EU, 700_000L), NOW)
                .answered();

        assertThat(answered.audiences())
                .extracting(AudienceShares::shares)
                .isEqualTo(List.of(
                        List.of(share("us-east", 6_100), share("us-west", 3_900)),
                        List.of(share("eu", 10_000)),
                        List.of(share("us-east", 6_100), share("us-west", 3_900), share("eu", 0))));
    }

    @Test
    void whereAudiencesMeetInADataCenterNobodyKnowsWhoseRequestsArrive() {
        Stream.of(
                        plan("shop", 1)
                                .audience("french", List.of("FR"), List.of(), share("us-east", 10_000))
                                .everyone(share("us-east", 6_000), share("us-west", 4_000)),
                        plan("shop", 1)
                                .audience(
                                        "french", List.of("FR"), List.of(), share("us-east", 5_000), share("eu", 5_000))
                                .everyone(share("us-east", 6_000), share("us-west", 4_000)))
                .forEach(each -> assertThat(Correction.of(each.build())
                                .step(Map.of(EAST, 50_000L, WEST, 50_000L, EU, 50_000L), NOW)
                                .answered())
                        .isEqualTo(each.build()));
    }

    @Test
    void aPlanThatSendsNobodyAnywhereIsAnsweredSo() {
        RoutingPlan nowhere = plan("shop", 1).everyone().build();
        assertThat(Correction.of(nowhere).step(SEEN, NOW).answered()).isEqualTo(nowhere);
    }
}
