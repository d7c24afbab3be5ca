package dev.fairlead.gateway.discover;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingClientsTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final WaitingClients waiting = new WaitingClients(2);

    @AfterEach
    void end() {
        clients.shutdownNow();
    }

    @Test
    void looksAgainAtEachWakeUpAndReturnsWhenTheConditionHolds() throws Exception {
        AtomicBoolean holds = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        Future<Boolean> answer = clients.submit(() -> waiting.await(
                () -> {
                    looks.incrementAndGet();
                    return holds.get();
                },
                LONG));
        eventually(LONG, () -> assertThat(looks).hasValue(1));
        eventually(LONG, () -> {
            waiting.wake();
            assertThat(looks).hasValueGreaterThan(1);
        });
        assertThat(answer).isNotDone();
        holds.set(true);
        waiting.wake();
        assertThat(answer.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void returnsAtOnceWhenTheConditionHoldsAndWhenThePatienceIsOver() {
        assertThat(waiting.await(() -> true, LONG)).isTrue();
        assertThat(waiting.await(() -> false, Duration.ofMillis(1))).isFalse();
    }

    @Test
    void refusesOneClientTooManyAndTakesItWhenAnotherHasGone() throws Exception {
        AtomicBoolean holds = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            clients.submit(() -> waiting.await(
                    () -> {
                        looks.incrementAndGet();
                        return holds.get();
                    },
                    LONG));
        }
        eventually(LONG, () -> assertThat(looks).hasValue(2));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> waiting.await(() -> true, LONG));
        holds.set(true);
        waiting.wake();
        eventually(LONG, () -> assertThat(waiting.await(() -> true, LONG)).isTrue());
    }

    @Test
    void sendsEverybodyAwayWhenTheGatewayStops() {
        AtomicInteger looks = new AtomicInteger();
        Future<Boolean> answer = clients.submit(() -> waiting.await(
                () -> {
                    looks.incrementAndGet();
                    return false;
                },
                LONG));
        eventually(LONG, () -> assertThat(looks).hasValue(1));
        waiting.open(false);
        assertThatThrownBy(() -> answer.get(LONG.toSeconds() / 2, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Problem.class)
                .hasMessageContaining("this gateway stops");
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> waiting.await(() -> false, LONG));
        assertThat(waiting.await(() -> true, LONG)).as("nothing to wait for").isTrue();
        waiting.open(true);
        assertThat(waiting.await(() -> false, Duration.ofMillis(1))).isFalse();
    }
}
