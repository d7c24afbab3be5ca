package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlaneLoop.Hand;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Obeyed;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Standing;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataPlaneLoopTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration OBSERVE_EVERY = Duration.ofMillis(400);

    private final MutableClock clock = new MutableClock(T0);
    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final InMemoryDataPlane plane = new InMemoryDataPlane("one");
    private final List<Duration> lags = new CopyOnWriteArrayList<>();
    private volatile List<RoutingPlan> said =
            List.of(plan("web", 1).decidedAt(T0.minusSeconds(60), null).build());
    private final PlanTable plans = new PlanTable(null, bus, Duration.ofSeconds(30), clock, () -> said);
    private final Shift correction = new Shift();
    private final DataPlaneLoop<?> loop = new DataPlaneLoop<>(
            plane,
            plans,
            Turns.ALWAYS,
            Hand.PUSHES,
            correction,
            OBSERVE_EVERY,
            clock,
            (name, plan, lag) -> lags.add(lag));

    @AfterEach
    void close() {
        loop.close();
        plans.close();
    }

    @Test
    void observesBeforeItFirstChangesAnythingAndVerifiesAfterwards() {
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        assertThat(plane.state()).isEqualTo(Map.of("web", 1L));
        assertThat(plane.calls().subList(0, 3)).containsExactly("observe", "apply", "verify");
        assertThat(loop.status().obeyed()).isEqualTo(new DataPlaneStatus.Obeyed(1, T0, null, null));
        assertThat(lags)
                .as("plans from before the start say nothing about the speed")
                .isEmpty();
    }

    @Test
    void saysWhatOfThePlansTheDataPlaneCannotExpress() {
        plane.setShortfalls("one", "two", "three", "four", "five");
        decide(plan("web", 2).build());
        eventually(PATIENCE, () -> {
            assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC);
            assertThat(loop.status().standing().reason())
                    .isEqualTo("it answers as decided as far as it can: one; two; three; and 2 more");
        });
    }

    @Test
    void appliesAChangeAtOnceAndTellsHowLongItTook() {
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        clock.advance(Duration.ofSeconds(60)); // the next look is long due, and still waits behind the change
        plane.forgetCalls();
        decide(plan("web", 2).decidedAt(T0.plusSeconds(59), T0.plusSeconds(58)).build());
        eventually(PATIENCE, () -> assertThat(lags).containsExactly(Duration.ofSeconds(1)));
        assertThat(plane.calls().getFirst()).isEqualTo("apply");
        assertThat(loop.status().obeyed()).isEqualTo(new DataPlaneStatus.Obeyed(2, T0.plusSeconds(60), 1_000L, 2_000L));
        eventually(PATIENCE, () -> assertThat(plane.calls()).contains("observe"));
        assertThat(plane.calls()).doesNotContain("against-unseen-state");
    }

    @Test
    void showsWhyItFailsKeepsTryingAndRecoversWithAFreshLook() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        plane.setDown(true);
        decide(plan("web", 2).build());
        eventually(PATIENCE, () -> {
            assertThat(loop.status().standing().state()).isEqualTo(State.FAILING);
            assertThat(loop.status().standing().reason()).isEqualTo("connection refused");
            assertThat(loop.status().counts().retries()).isGreaterThan(1);
        });
        assertThat(plane.state()).isEqualTo(Map.of("web", 1L));
        plane.forgetCalls();
        plane.setDown(false);
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        assertThat(plane.calls()).startsWith("observe").doesNotContain("against-unseen-state");
        assertThat(plane.state()).isEqualTo(Map.of("web", 2L));
    }

    @Test
    void believesTheAnswerAndNotTheAcceptance() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        plane.setDeaf(true);
        decide(plan("web", 2).build());
        eventually(PATIENCE, () -> assertThat(loop.status().standing().reason()).isEqualTo("it answers otherwise"));
        plane.setDeaf(false);
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
    }

    @Test
    void mendsWhatAnotherHandChangedAndCountsIt() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        plane.changeByHand(Map.of("web", 99L));
        clock.advance(OBSERVE_EVERY);
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        eventually(
                PATIENCE,
                () -> assertThat(loop.status().counts().driftsMended()).isEqualTo(1));
    }

    @Test
    void tellsWhetherOneThatIsOnlyObservedDoesWhatWasDecidedAndLeavesItAlone() {
        InMemoryDataPlane watched = new InMemoryDataPlane("watched");
        try (DataPlaneLoop<?> watching = new DataPlaneLoop<>(
                watched,
                plans,
                Turns.ALWAYS,
                Hand.OBSERVES,
                correction,
                OBSERVE_EVERY,
                clock,
                (name, plan, lag) -> {})) {
            eventually(
                    PATIENCE,
                    () -> assertThat(watching.status().standing().state()).isEqualTo(State.DRIFTED));
            watched.changeByHand(Map.of("web", 1L));
            eventually(
                    PATIENCE,
                    () -> assertThat(watching.status().standing().state()).isEqualTo(State.IN_SYNC));
            assertThat(watched.calls()).containsOnly("observe");
        }
    }

    @Test
    void oneThatIsOnlyObservedMayAnswerAsPlannedOrAsCorrected() {
        InMemoryDataPlane dns = new InMemoryDataPlane("dns");
        dns.answersDns();
        correction.epochs = 1_000;
        dns.changeByHand(Map.of("web", 1_001L));
        try (var watching = new DataPlaneLoop<>(
                dns, plans, Turns.ALWAYS, Hand.OBSERVES, correction, OBSERVE_EVERY, clock, (name, plan, lag) -> {})) {
            eventually(
                    PATIENCE,
                    () -> assertThat(watching.status().standing())
                            .extracting(Standing::state, Standing::reason)
                            .containsExactly(State.IN_SYNC, "it answers as decided; corrected by 1000"));
            dns.changeByHand(Map.of("web", 1L));
            eventually(
                    PATIENCE,
                    () -> assertThat(watching.status().standing())
                            .extracting(Standing::state, Standing::reason)
                            .containsExactly(State.IN_SYNC, "it answers as decided"));
            dns.changeByHand(Map.of("web", 2_001L));
            eventually(
                    PATIENCE,
                    () -> assertThat(watching.status().standing().state()).isEqualTo(State.DRIFTED));
        }
    }

    @Test
    void tellsAtEachLookWhatThereIsToKnowBesides() {
        eventually(PATIENCE, () -> assertThat(loop.status().standing().reason()).isEqualTo("it answers as decided"));
        plane.setRemarks("one drain is under way", "a share is off");
        clock.advance(OBSERVE_EVERY);
        eventually(
                PATIENCE,
                () -> assertThat(loop.status().standing().reason())
                        .isEqualTo("it answers as decided; one drain is under way; a share is off"));
        plane.setRemarks();
        clock.advance(OBSERVE_EVERY);
        eventually(PATIENCE, () -> assertThat(loop.status().standing().reason()).isEqualTo("it answers as decided"));
    }

    @Test
    void whatAnswersDnsIsGivenTheCorrectedSharesAndObeysThePlan() {
        InMemoryDataPlane dns = new InMemoryDataPlane("dns");
        dns.answersDns();
        correction.epochs = 1_000;
        try (var answering = new DataPlaneLoop<>(
                dns, plans, Turns.ALWAYS, Hand.PUSHES, correction, OBSERVE_EVERY, clock, (name, plan, lag) -> {})) {
            eventually(PATIENCE, () -> assertThat(dns.state()).isEqualTo(Map.of("web", 1_001L)));
            decide(plan("web", 2).decidedAt(T0.plusSeconds(1), null).build());
            clock.advance(Duration.ofSeconds(2));
            eventually(PATIENCE, () -> assertThat(dns.state()).isEqualTo(Map.of("web", 1_002L)));
            eventually(
                    PATIENCE,
                    () -> assertThat(answering.status().obeyed())
                            .isNotNull()
                            .extracting(Obeyed::epoch)
                            .isEqualTo(2L));
            Obeyed obeyed = answering.status().obeyed();

            correction.epochs = 2_000;
            eventually(PATIENCE, () -> assertThat(dns.state()).isEqualTo(Map.of("web", 2_002L)));
            eventually(
                    PATIENCE,
                    () -> assertThat(answering.status().standing())
                            .extracting(Standing::state, Standing::reason)
                            .containsExactly(State.IN_SYNC, "it answers as decided; corrected by 2000"));
            assertThat(answering.status().obeyed()).as("no other plan").isEqualTo(obeyed);
            assertThat(answering.status().counts().driftsMended()).isZero();
        }
        eventually(
                PATIENCE,
                () -> assertThat(plane.state())
                        .as("who serves requests does as planned")
                        .isEqualTo(Map.of("web", 2L)));
    }

    @Test
    void countsARestartThatLostEverythingAsDriftEvenWhenItWasDownMeanwhile() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        plane.setDown(true);
        clock.advance(OBSERVE_EVERY);
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.FAILING));
        plane.changeByHand(Map.of());
        plane.setDown(false);
        eventually(
                PATIENCE,
                () -> assertThat(loop.status().counts().driftsMended()).isEqualTo(1));
        assertThat(plane.state()).isEqualTo(Map.of("web", 1L));
    }

    @Test
    void isBehindWhileAChangeHangsAndThenObeysOnlyTheNewest() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        CountDownLatch hanging = new CountDownLatch(1);
        plane.setSlow(hanging);
        decide(plan("web", 2).build());
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.BEHIND));
        eventually(PATIENCE, () -> assertThat(applies()).as("the second hangs").isEqualTo(2));
        for (long epoch = 3; epoch <= 20; epoch++) {
            decide(plan("web", epoch).build());
        }
        eventually(
                PATIENCE,
                () -> assertThat(plans.plans().orElseThrow().getFirst().epoch()).isEqualTo(20));
        plane.setSlow(null);
        hanging.countDown();
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 20L)));
        assertThat(applies()).isEqualTo(3);
    }

    @Test
    void obeysTheRestWhereAPartIsRefusedAndSaysWhichAndWhy() {
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        plane.refuse("shop");
        decide(
                plan("shop", 7).decidedAt(T0.plusSeconds(1), null).build(),
                plan("web", 2).decidedAt(T0.plusSeconds(1), null).build());
        clock.advance(Duration.ofSeconds(2));

        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.PARTIAL));
        assertThat(loop.status().standing().reason()).isEqualTo("it answers as decided; but not for 1: shop: not here");
        assertThat(loop.status().refusals()).containsExactly(new Refusal("shop", "not here"));
        assertThat(loop.status().obeyed())
                .as("what was refused is not obeyed")
                .isNotNull()
                .extracting(Obeyed::epoch)
                .isEqualTo(2L);
        assertThat(lags).as("of the one that is obeyed").hasSize(1);
        assertThat(loop.status().counts().retries()).isZero();
        assertThat(plane.state()).isEqualTo(Map.of("web", 2L));
    }

    @Test
    void pushesOnWithoutALookAndTriesAtEachLookWhatWasRefused() {
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        plane.refuse("shop");
        decide(plan("shop", 7).build(), plan("web", 2).build());
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.PARTIAL));
        plane.forgetCalls();
        decide(plan("shop", 7).build(), plan("web", 3).build());
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 3L)));
        assertThat(plane.calls()).startsWith("apply", "verify").doesNotContain("observe", "against-unseen-state");

        plane.refuse();
        clock.advance(OBSERVE_EVERY);
        eventually(PATIENCE, () -> assertThat(loop.status().standing().state()).isEqualTo(State.IN_SYNC));
        assertThat(plane.state()).isEqualTo(Map.of("shop", 7L, "web", 3L));
        assertThat(loop.status().refusals()).isEmpty();
        assertThat(loop.status().obeyed()).isNotNull().extracting(Obeyed::epoch).isEqualTo(7L);
        assertThat(loop.status().counts().driftsMended())
                .as("nobody else changed anything")
                .isZero();
    }

    @Test
    void takesNotAwayAtOnceWhatItNeverHeardOfAndPushesTheRest() {
        InMemoryDataPlane full = new InMemoryDataPlane("full");
        Map<String, Long> names = new TreeMap<>();
        IntStream.range(0, 20).forEach(i -> names.put("app-" + i, 1L));
        full.changeByHand(names);
        try (var starting = new DataPlaneLoop<>(
                full, plans, Turns.ALWAYS, Hand.PUSHES, correction, OBSERVE_EVERY, clock, (name, plan, lag) -> {})) {
            names.put("web", 1L);
            eventually(PATIENCE, () -> assertThat(full.state()).isEqualTo(names));
            eventually(
                    PATIENCE,
                    () -> assertThat(starting.status().standing().state()).isEqualTo(State.PARTIAL));
            assertThat(starting.status().refusals())
                    .hasSize(20)
                    .allSatisfy(kept -> assertThat(kept.reason()).contains("they stay for 60 min"));

            decide(plan("web", 2).build());
            names.put("web", 2L);
            eventually(PATIENCE, () -> assertThat(full.state()).isEqualTo(names));

            clock.advance(HeldPlans.MASS_REMOVAL_GRACE);
            eventually(PATIENCE, () -> assertThat(full.state()).isEqualTo(Map.of("web", 2L)));
            eventually(
                    PATIENCE,
                    () -> assertThat(starting.status().standing().state()).isEqualTo(State.IN_SYNC));
        }
    }

    private long applies() {
        return plane.calls().stream().filter("apply"::equals).count();
    }

    @Test
    void aHangingDataPlaneHoldsUpNoOther() {
        eventually(PATIENCE, () -> assertThat(plane.state()).isEqualTo(Map.of("web", 1L)));
        InMemoryDataPlane healthy = new InMemoryDataPlane("two");
        CountDownLatch hanging = new CountDownLatch(1);
        plane.setSlow(hanging);
        try (var other = new DataPlaneLoop<>(
                healthy, plans, Turns.ALWAYS, Hand.PUSHES, correction, OBSERVE_EVERY, clock, (name, plan, lag) -> {})) {
            decide(plan("web", 2).build());
            eventually(PATIENCE, () -> assertThat(healthy.state()).isEqualTo(Map.of("web", 2L)));
            eventually(
                    PATIENCE,
                    () -> assertThat(other.status().standing().state()).isEqualTo(State.IN_SYNC));
            assertThat(loop.status().standing().state()).isEqualTo(State.BEHIND);
        } finally {
            hanging.countDown();
        }
    }

    private void decide(RoutingPlan... decided) {
        said = List.of(decided);
        bus.publish(new Event(Topic.PLANS.name(), "web"));
    }

    /** One that can be told by the epoch that a data plane holds. */
    private static final class Shift implements DnsCorrection {

        private volatile long epochs;

        @Override
        public List<RoutingPlan> corrected(List<RoutingPlan> planned) {
            return planned.stream().map(plan -> plan.as(plan.epoch() + epochs)).toList();
        }

        @Override
        public List<String> inWords() {
            return List.of("corrected by " + epochs);
        }
    }
}
