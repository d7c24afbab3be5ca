package dev.fairlead.gateway.discover;

import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Clients that wait for a change of the plans: each change has all of them look again, and nobody waits for a gateway that stops. */
final class WaitingClients {

    private final Semaphore seats;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean open = true;

    /** @param most so many may wait at once, so that connections are left for everybody else */
    WaitingClients(int most) {
        this.seats = new Semaphore(most);
    }

    /** Returns at once. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Opens again, or sends all away at once, those who wait and those who come. */
    void open(boolean nowOpen) {
        open = nowOpen;
        wake();
    }

    boolean isOpen() {
        return open;
    }

    /** Whether the condition holds, as soon as it does or when the patience is over; refuses one client too many. */
    boolean await(BooleanSupplier condition, Duration patience) {
        if (!seats.tryAcquire()) {
            throw Problem.notReady("TOO_MANY_WAIT", "too many clients wait for a change: ask again later");
        }
        try {
            return awaitSeated(condition, patience);
        } finally {
            seats.release();
        }
    }

    private boolean awaitSeated(BooleanSupplier condition, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            boolean holds = condition.getAsBoolean();
            while (!holds && left > 0 && open) {
                left = changed.awaitNanos(left);
                holds = condition.getAsBoolean();
            }
            if (!holds && !open) {
                throw Problem.notReady("STOPPING", "this gateway stops: ask again, or another one");
            }
            return holds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
