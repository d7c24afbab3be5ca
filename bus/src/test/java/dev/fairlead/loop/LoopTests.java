package dev.fairlead.loop;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void wakeUpsDuringAPassAreOneMorePass() throws InterruptedException {
        Semaphore passes = new Semaphore(0);
        CountDownLatch inFirst = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        try (Loop loop = Loop.start("test", NEVER, () -> {
            count.incrementAndGet();
            inFirst.countDown();
            passes.acquireUninterruptibly();
            return new Pass.Settled();
        })) {
            assertThat(inFirst.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                loop.wake();
            }
            passes.release(10);
            eventually(PATIENCE, () -> assertThat(passes.availablePermits()).isEqualTo(8));
            assertThat(count).hasValue(2);
        }
    }

    @Test
    void neverRunsTwoPassesAtATime() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        try (Loop loop = Loop.start("test", Duration.ofMillis(1), () -> {
            if (running.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            Thread.yield();
            running.decrementAndGet();
            count.incrementAndGet();
            return new Pass.Settled();
        })) {
            eventually(PATIENCE, () -> {
                loop.wake();
                assertThat(count).hasValueGreaterThan(200);
            });
        }
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void survivesEveryFailureOfItsBody() {
        AtomicInteger count = new AtomicInteger();
        try (Loop loop = Loop.start("test", Duration.ofMillis(5), () -> {
            if (count.incrementAndGet() < 5) {
                throw new IllegalStateException("not yet");
            }
            return new Pass.Settled();
        })) {
            eventually(PATIENCE, () -> assertThat(count).hasValueGreaterThan(5));
            loop.wake();
        }
    }

    @Test
    void closesWhileItWaits() {
        AtomicInteger count = new AtomicInteger();
        Loop loop = Loop.start("test", NEVER, () -> {
            count.incrementAndGet();
            return new Pass.Settled();
        });
        eventually(PATIENCE, () -> assertThat(count).hasValue(1));
        loop.close();
        loop.wake();
        assertThat(count).hasValue(1);
    }
}
