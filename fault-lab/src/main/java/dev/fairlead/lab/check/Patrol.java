package dev.fairlead.lab.check;

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
