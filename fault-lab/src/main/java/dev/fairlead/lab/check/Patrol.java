package dev.fairlead.lab.check;

import dev.fairlead.quickstart.demo.DemoException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does something again and again on a thread of its own, start to start, until it is closed. */
final class Patrol implements AutoCloseable {

    private final Thread thread;
    private volatile boolean closed;

    Patrol(String name, Duration every, Runnable look) {
        this.thread = Thread.ofVirtual().name(name).start(() -> go(every, look));
    }

    private void go(Duration every, Runnable look) {
        long due = System.nanoTime();
        while (!closed) {
            look.run();
            due = Math.max(due + every.toNanos(), System.nanoTime());
            while (!closed && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    /** Refuses one that a failure has ended: who looks no longer sees nothing. */
    void requireLooking() {
        if (!thread.isAlive()) {
            throw new DemoException("nobody looks after the %s any more".formatted(thread.getName()));
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
