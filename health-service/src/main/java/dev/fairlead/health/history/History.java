package dev.fairlead.health.history;

import dev.fairlead.contracts.health.Transition;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.history.HistoryQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * Writes transitions behind the steering path, which never waits for the database: while it is away they queue.
 */
@Component
public final class History implements AutoCloseable {

    private static final int MAX_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final StoredTransitions stored;
    private final HistoryQueue<StoredTransition> waiting;
    private final Loop writer;

    History(StoredTransitions stored, MeterRegistry registry) {
        this.stored = stored;
        this.waiting = new HistoryQueue<>("transitions", MAX_WAITING, registry);
        this.writer = Loop.start("history", LONGEST_RETRY, this::write);
    }

    /** Returns at once. */
    public void add(Transition transition) {
        waiting.add(new StoredTransition(transition));
        writer.wake();
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
        waiting.drain(BATCH, stored::saveAll);
        return new Pass.Settled();
    }

    @Override
    public void close() {
        writer.close();
        write();
    }
}
