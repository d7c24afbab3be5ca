package dev.fairlead.benchmarks.planes;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a measurement has opened: closed when it is over, the last first, also when that is by Ctrl-C. */
public final class Opened implements AutoCloseable {

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll);
    private boolean closed;

    public Opened() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Refuses when the measurement is over, and closes it at once. */
    public synchronized <T extends AutoCloseable> T keep(T thing) {
        if (closed) {
            close(thing);
            throw new IllegalStateException("interrupted");
        }
        things.push(thing);
        return thing;
    }

    private synchronized void closeAll() {
        closed = true;
        while (!things.isEmpty()) {
            close(things.pop());
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            System.out.println("left open: " + e);
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook has nothing left to do
        }
    }
}
