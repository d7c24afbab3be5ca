package dev.fairlead.health.history;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.history.HistoryQueue;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    private final String here;
    private final StoredTransitions stored;
    private final HistoryQueue<StoredTransition> waiting;
    private final Loop writer;

    History(RegionProperties regions, StoredTransitions stored, MeterRegistry registry) {
        this.here = regions.region().value();
        this.stored = stored;
        this.waiting = new HistoryQueue<>("transitions", MAX_WAITING, registry);
        this.writer = Loop.start("history", LONGEST_RETRY, this::write);
    }

    /** Returns at once. */
    public void add(Transition transition) {
        waiting.add(new StoredTransition(transition));
        writer.wake();
    }

    /** The newest transition of each endpoint: this region's, else of any other. */
    public List<Transition> newestOfEachEndpoint() {
        return transitions(stored.findNewestOfEachEndpoint(here));
    }

    /** @param region absent: this one */
    List<Transition> newest(@Nullable RegionName region, int limit) {
        String whose = region == null ? here : region.value();
        return transitions(stored.findByRegionOrderByAtDesc(whose, Limit.of(limit)));
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
