package dev.fairlead.service.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be written into a history while the database is away. It is bounded, and when it is full the oldest is given
 * up, because the newest is what a restart starts from; {@code fairlead.history.dropped} counts what was given up.
 */
public final class HistoryQueue<T> {

    private static final Logger log = LoggerFactory.getLogger(HistoryQueue.class);

    private final String history;
    private final Counter dropped;
    private final BlockingQueue<T> waiting;
    private final List<T> taken = new ArrayList<>();
    private long givenUp;

    /**
     * @param history its name in the counter's tag and in the log
     * @param most how many may wait
     */
    public HistoryQueue(String history, int most, MeterRegistry registry) {
        this.history = history;
        this.dropped = registry.counter("fairlead.history.dropped", "history", history);
        this.waiting = new ArrayBlockingQueue<>(most);
    }

    /** Never waits. */
    public synchronized void add(T entry) {
        while (!waiting.offer(entry)) {
            if (waiting.poll() == null) {
                continue;
            }
            dropped.increment();
            if (givenUp++ == 0) {
                log.warn("history={} state=dropping reason=\"the queue is full, the oldest is given up\"", history);
            }
        }
    }

    /**
     * Hands what waits to the writer, oldest first, until nothing is left. A batch that the writer throws at is handed over
     * again next time, so the writer has to bear the same entry twice. Called by one thread at a time.
     *
     * @param batch how many the writer gets at once at most
     */
    public void drain(int batch, Consumer<List<T>> writer) {
        while (!taken.isEmpty() || waiting.drainTo(taken, batch) > 0) {
            writer.accept(List.copyOf(taken));
            taken.clear();
        }
        drained();
    }

    private synchronized void drained() {
        if (givenUp > 0) {
            log.warn("history={} state=recovered dropped={}", history, givenUp);
            givenUp = 0;
        }
    }
}
