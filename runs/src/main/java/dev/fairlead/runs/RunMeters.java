package dev.fairlead.runs;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * How many runs of each kind have not ended, and how many of them stand until an operator answers: the latter wakes somebody.
 * Counted now and then, so that who reads the figures never waits for the database; without it they are not a number.
 */
public final class RunMeters implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Runs runs;
    private final Loop loop;
    private volatile @Nullable Map<String, Map<RunState, Integer>> open;

    public RunMeters(Runs runs, Collection<? extends RunKind<?>> kinds, MeterRegistry registry) {
        this.runs = runs;
        for (RunKind<?> kind : kinds) {
            register(
                    registry,
                    "fairlead.runs.open",
                    kind.name(),
                    "Runs that have not ended",
                    List.of(RunState.values()));
            register(
                    registry,
                    "fairlead.runs.waiting",
                    kind.name(),
                    "Runs that wait until an operator approves or aborts them",
                    List.of(RunState.WAITING_FOR_OPERATOR));
        }
        this.loop = Loop.start("run-meters", EVERY, this::look);
    }

    private void register(MeterRegistry registry, String name, String kind, String description, List<RunState> states) {
        Gauge.builder(name, () -> count(kind, states))
                .description(description)
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
    }

    private Pass look() {
        try {
            open = runs.open();
            return new Pass.Settled();
        } catch (DataAccessException | TransactionException e) {
            open = null;
            return new Pass.Retry("the runs cannot be counted: " + e.getClass().getSimpleName());
        }
    }

    private double count(String kind, List<RunState> states) {
        Map<String, Map<RunState, Integer>> counted = open;
        if (counted == null) {
            return Double.NaN;
        }
        Map<RunState, Integer> of = counted.getOrDefault(kind, Map.of());
        return states.stream().mapToInt(state -> of.getOrDefault(state, 0)).sum();
    }

    @Override
    public void close() {
        loop.close();
    }
}
