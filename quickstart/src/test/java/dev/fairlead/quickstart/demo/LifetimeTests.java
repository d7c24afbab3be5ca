package dev.fairlead.quickstart.demo;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LifetimeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Lifetime lifetime = new Lifetime();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whoComesSecondDoesNothingAndWaitsForTheEnd() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        Thread first = Thread.ofVirtual()
                .start(() -> lifetime.end(
                        () -> {
                            done.add("stopping");
                            await(goOn);
                        },
                        () -> done.add("left")));
        eventually(PATIENCE, () -> assertThat(done).containsExactly("stopping"));
        Thread second = Thread.ofVirtual().start(() -> {
            lifetime.end(() -> done.add("never"), () -> done.add("never"));
            done.add("second is through");
        });
        eventually(PATIENCE, () -> assertThat(second.getState()).isEqualTo(Thread.State.WAITING));

        goOn.countDown();
        first.join();
        second.join();

        assertThat(done).containsExactly("stopping", "left", "second is through");
    }

    @Test
    void aStartUnderWayIsInterruptedAndWhatItStillBroughtUpIsStoppedToo() throws InterruptedException {
        Thread starter = Thread.ofVirtual().start(() -> {
            lifetime.starts();
            done.add("starting");
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
            done.add("up");
            lifetime.startIsOver();
        });
        eventually(PATIENCE, () -> assertThat(done).contains("starting"));

        lifetime.end(() -> done.add("stop"), () -> done.add("left"));
        starter.join();

        assertThat(done).endsWith("stop", "left").contains("up").hasSize(5);
        assertThatThrownBy(lifetime::requireOpen).hasMessage("interrupted");
    }

    @Test
    void anInterruptedThreadStillEndsIt() {
        Thread.currentThread().interrupt();

        lifetime.end(() -> assertThat(Thread.currentThread().isInterrupted()).isFalse(), () -> done.add("left"));

        assertThat(done).containsExactly("left");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
