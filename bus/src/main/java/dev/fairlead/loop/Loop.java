package dev.fairlead.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop on its own virtual thread: runs its body at start, when woken, and at least once every interval. Shape after
 * the controllers of Strimzi and Kubernetes: the event carries nothing, the body reads the whole state.
 */
public final class Loop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);

    private final String name;
    private final Supplier<Pass> body;
    private final Duration interval;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private boolean woken;
    private boolean closed;

    private Loop(String name, Duration interval, Supplier<Pass> body) {
        this.name = name;
        this.interval = interval;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /**
     * Starts a loop.
     *
     * @param interval longest time between two passes; also the ceiling of the backoff
     */
    public static Loop start(String name, Duration interval, Supplier<Pass> body) {
        Loop loop = new Loop(name, interval, body);
        loop.thread.start();
        return loop;
    }

    /** Asks for a pass soon; cheap, never blocks, and many calls before the next pass are one. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int failures = 0;
        String lastFailure = "";
        while (!isClosed()) {
            Pass pass = attempt();
            switch (pass) {
                case Pass.Retry(String reason) -> {
                    if (!reason.equals(lastFailure)) {
                        log.warn("loop={} state=retrying reason=\"{}\"", name, reason);
                    }
                    lastFailure = reason;
                    failures++;
                    sleep(backoff(failures));
                }
                case Pass.NeedsOperator(String reason) -> {
                    if (!reason.equals(lastFailure)) {
                        log.error("loop={} state=needs-operator reason=\"{}\"", name, reason);
                    }
                    lastFailure = reason;
                    sleep(interval);
                }
                case Pass.Again(Duration after) -> {
                    failures = 0;
                    lastFailure = "";
                    sleep(after.compareTo(interval) < 0 ? after : interval);
                }
                case Pass.Settled() -> {
                    if (failures > 0) {
                        log.info("loop={} state=recovered failures={}", name, failures);
                    }
                    failures = 0;
                    lastFailure = "";
                    sleep(interval);
                }
            }
        }
    }

    private Pass attempt() {
        try {
            return body.get();
        } catch (RuntimeException e) {
            log.debug("loop={} state=failed", name, e);
            return new Pass.Retry(e.toString());
        }
    }

    private Duration backoff(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(interval) < 0 ? wait : interval;
    }

    private void sleep(Duration duration) {
        long left = duration.toNanos();
        lock.lock();
        try {
            while (!woken && !closed && left > 0) {
                left = wake.awaitNanos(left);
            }
            woken = false;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop; returns when the pass under way is over. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
