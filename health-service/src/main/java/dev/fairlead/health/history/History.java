package dev.fairlead.health.history;

import dev.fairlead.contracts.health.Transition;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * Writes transitions behind the steering path, which never waits for the database: while it is away they queue, and past
 * the queue's end they are counted as dropped.
 */
@Component
public final class History implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(History.class);
    private static final int MAX_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final StoredTransitions stored;
    private final Counter dropped;
    private final BlockingQueue<StoredTransition> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final List<StoredTransition> batch = new ArrayList<>();
    private final Loop writer;

    History(StoredTransitions stored, MeterRegistry registry) {
        this.stored = stored;
        this.dropped = registry.counter("fairlead.transitions.dropped");
        this.writer = Loop.start("history", LONGEST_RETRY, this::write);
    }

    /** Returns at once. */
    public void add(Transition transition) {
        if (waiting.offer(new StoredTransition(transition))) {
            writer.wake();
            return;
        }
        dropped.increment();
        log.warn("history=dropped endpoint={} waiting={}", transition.endpoint(), MAX_WAITING);
    }

    /** The newest transition of each endpoint. */
    public List<Transition> newestOfEachEndpoint() {
        return transitions(stored.findNewestOfEachEndpoint());
    }

    List<Transition> newest(int limit) {
        return transitions(stored.findByOrderByAtDesc(Limit.of(limit)));
    }

    private static List<Transition> transitions(List<StoredTransition> stored) {
        return stored.stream().map(StoredTransition::transition).toList();
    }

    private Pass write() {
        while (!batch.isEmpty() || waiting.drainTo(batch, BATCH) > 0) {
            stored.saveAll(batch);
            batch.clear();
        }
        return new Pass.Settled();
    }

    @Override
    public void close() {
        writer.close();
        write();
    }
}
