package dev.fairlead.quickstart.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a demo starts, runs or ends; the end may come at any moment and from another thread than the start. */
public final class Lifetime {

    private static final int LAST_STEP_S = 20;

    private final CountDownLatch startOver = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread starter;
    private boolean closed;

    /** The calling thread starts the demo. */
    public synchronized void starts() {
        requireOpen();
        starter = Thread.currentThread();
    }

    /** The calling thread is through with it, however it went. */
    public void startIsOver() {
        synchronized (this) {
            starter = null;
        }
        startOver.countDown();
    }

    /** Fails when the demo ends. */
    public synchronized void requireOpen() {
        if (closed) {
            throw new DemoException("interrupted");
        }
    }

    /** Does something that must not begin once the demo ends. */
    public synchronized void whileOpen(Runnable step) {
        requireOpen();
        step.run();
    }

    /**
     * Ends it, once, also on a thread that was interrupted: what is left to do must not be cut short. Returns when it has
     * ended, also where another thread was first.
     *
     * @param round stops what runs; called again after a start that was under way, for what came up meanwhile
     * @param leave what comes after that
     */
    public void end(Runnable round, Runnable leave) {
        boolean interrupted = Thread.interrupted();
        try {
            if (isFirst()) {
                endOnce(round, leave);
            } else {
                awaitOver();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    private void endOnce(Runnable round, Runnable leave) {
        try {
            Thread starting = othersStart();
            if (starting != null) {
                starting.interrupt();
            }
            round.run();
            if (starting != null) {
                awaitStartOver();
                round.run();
            }
            leave.run();
        } finally {
            over.countDown();
        }
    }

    private synchronized @Nullable Thread othersStart() {
        return starter == Thread.currentThread() ? null : starter;
    }

    private void awaitStartOver() {
        try {
            startOver.await(LAST_STEP_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
