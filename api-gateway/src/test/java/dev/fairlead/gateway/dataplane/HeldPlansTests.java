package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.HeldPlans.Accepted;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldPlansTests {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final RoutingPlan API_5 = plan("api", 5).build();
    private static final RoutingPlan WEB_7 = plan("web", 7).build();

    private final HeldPlans held =
            HeldPlans.none().accept(List.of(WEB_7, API_5), T0).held();

    @Test
    void rejectsAPlanWithALowerEpochAndTakesTheOthers() {
        RoutingPlan older = plan("web", 6).build();
        RoutingPlan newer = plan("api", 6).build();
        Accepted accepted = held.accept(List.of(older, newer), T0);
        assertThat(accepted.held().list()).containsExactly(newer, WEB_7);
        assertThat(accepted.rejected()).containsExactly(older);
    }

    @Test
    void takesAnEqualEpochAsTheSourceSaysItNow() {
        RoutingPlan again = plan("web", 7).writesTo("us-east").build();
        assertThat(held.accept(List.of(again, API_5), T0).held().list()).containsExactly(API_5, again);
    }

    @Test
    void keepsAPlanForAWhileAfterTheSourceNoLongerNamesIt() {
        HeldPlans next = held.accept(List.of(WEB_7), T0.plusSeconds(1)).held();
        assertThat(next.list()).containsExactly(API_5, WEB_7);
        next = next.accept(List.of(WEB_7), T0.plusSeconds(10)).held();
        assertThat(next.list()).containsExactly(API_5, WEB_7);
        next = next.accept(List.of(WEB_7), T0.plusSeconds(11)).held();
        assertThat(next.list()).containsExactly(WEB_7);
        assertThat(next.missing()).isEmpty();
    }

    @Test
    void keepsManyThatGoAtOnceForLongEnoughToBeNoticed() {
        List<RoutingPlan> all = IntStream.range(0, 30)
                .mapToObj(i -> plan("app-" + i, 1).build())
                .toList();
        HeldPlans whole = HeldPlans.none().accept(all, T0).held();
        HeldPlans next = whole.accept(all.subList(0, 10), T0).held();
        assertThat(next.holdsTooManyMissing()).isTrue();
        next = next.accept(all.subList(0, 10), T0.plusSeconds(3_599)).held();
        assertThat(next.plans()).hasSize(30);
        next = next.accept(all.subList(0, 10), T0.plusSeconds(3_600)).held();
        assertThat(next.plans()).hasSize(10);
        assertThat(next.holdsTooManyMissing()).isFalse();
    }

    @Test
    void letsTenGoAsAnyOther() {
        List<RoutingPlan> all = IntStream.range(0, 30)
                .mapToObj(i -> plan("app-" + i, 1).build())
                .toList();
        HeldPlans whole = HeldPlans.none().accept(all, T0).held();
        HeldPlans next = whole.accept(all.subList(0, 20), T0).held();
        next = next.accept(all.subList(0, 20), T0.plusSeconds(10)).held();
        assertThat(next.plans()).hasSize(20);
    }

    @Test
    void startsTheWaitAnewWhenTheSourceNamesItAgain() {
        HeldPlans next = held.accept(List.of(), T0.plusSeconds(1)).held();
        next = next.accept(List.of(WEB_7, API_5), T0.plusSeconds(9)).held();
        next = next.accept(List.of(WEB_7), T0.plusSeconds(12)).held();
        assertThat(next.list()).containsExactly(API_5, WEB_7);
    }
}
