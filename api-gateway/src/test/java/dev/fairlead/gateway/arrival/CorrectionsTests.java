package dev.fairlead.gateway.arrival;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.arrival.correct.Correction;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The steps by the clock, and what is known between them. */
class CorrectionsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(START);
    private volatile List<RoutingPlan> planned = List.of(shop("shop", 1, 6_000));
    private volatile boolean away;
    private volatile int reads;
    private final Corrections corrections = new Corrections(() -> planned, this::half, clock, Duration.ofMillis(20));

    @AfterEach
    void close() {
        corrections.close();
    }

    private static RoutingPlan shop(String name, long epoch, int east) {
        return plan(name, epoch)
                .everyone(share("us-east", east), share("us-west", 10_000 - east))
                .decidedAt(START.minus(Duration.ofHours(1)), null)
                .build();
    }

    /** Whatever is answered, half of the requests arrive in each. */
    private List<ObservedShare> half() {
        reads = reads + 1;
        if (away) {
            throw new IllegalStateException("away");
        }
        return planned.stream()
                .flatMap(plan -> Stream.of("us-east", "us-west")
                        .map(name -> new ObservedShare(plan.application(), DataCenterName.of(name), 9_000, 5_000)))
                .toList();
    }

    private int answeredInEast() {
        return eastOf(corrections.corrected(planned).getFirst());
    }

    private static int eastOf(RoutingPlan plan) {
        return plan.audiences().getFirst().shares().getFirst().basisPoints();
    }

    @Test
    void takesOneStepInEachPeriodByTheClock() {
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_100));
        clock.advance(Correction.STEP.minusSeconds(1));
        assertThat(corrections.inWords()).containsExactly("shop: us-east answered at 61 % to end at 60 %");
        clock.advance(Duration.ofSeconds(1));
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_200));

        assertThat(reads).isEqualTo(2);
        assertThat(corrections.count()).isEqualTo(1);
    }

    @Test
    void aPeriodInWhichNothingCouldBeReadIsOneWithoutObservation() {
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_100));
        away = true;
        clock.advance(Correction.STEP);
        eventually(PATIENCE, () -> assertThat(reads).isGreaterThan(3));
        assertThat(answeredInEast()).as("it may still be read").isEqualTo(6_100);

        clock.advance(Correction.STEP);
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_090));
    }

    @Test
    void whatIsPlannedBetweenTwoStepsIsAnsweredAtOnce() {
        RoutingPlan before = shop("shop", 1, 6_000);
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_100));

        RoutingPlan failover =
                plan("shop", 2).everyone(share("us-west", 10_000)).build();
        assertThat(corrections.corrected(List.of(failover))).containsExactly(failover);
        assertThat(corrections.corrected(List.of(before)))
                .as("the data center that is back is new")
                .containsExactly(before);
        assertThat(corrections.inWords()).isEmpty();
    }

    @Test
    void takesNoticeOfAPlanThatNoDataPlaneAskedAbout() {
        List<RoutingPlan> before = planned;
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_100));

        planned = List.of(shop("shop", 2, 7_000));
        corrections.follow();
        planned = before;

        assertThat(corrections.corrected(before)).isEqualTo(before);
    }

    @Test
    void tellsOfThreeApplicationsAndHowManyMoreThereAre() {
        eventually(PATIENCE, () -> assertThat(answeredInEast()).isEqualTo(6_100));
        planned = Stream.of("a", "b", "c", "d", "e")
                .map(name -> shop(name, 1, 6_000))
                .toList();
        clock.advance(Correction.STEP);

        eventually(PATIENCE, () -> assertThat(corrections.count()).isEqualTo(5));
        assertThat(corrections.inWords())
                .hasSize(4)
                .startsWith("a: us-east answered at 61 % to end at 60 %")
                .endsWith("and 2 more are corrected");
        assertThat(corrections.corrected(planned))
                .extracting(RoutingPlan::application)
                .startsWith(ApplicationName.of("a"));
    }
}
