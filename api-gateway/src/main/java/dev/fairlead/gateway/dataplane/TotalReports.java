package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells what was counted: all since the beginning, of whatever got more since the last report, so that a report that is lost, or
 * arrives twice or late, does no harm.
 *
 * @param <K> what is counted
 */
public final class TotalReports<K> implements AutoCloseable {

    /** As many as the traffic-service takes at once. */
    private static final int MOST = 10_000;

    private final Supplier<Map<K, Long>> totals;
    private final Consumer<List<Total<K>>> listener;
    private final InstantSource clock;
    private final Instant since;
    private final Map<K, Long> told = new HashMap<>();
    private final Loop loop;

    /**
     * @param totals which only grow
     * @param sample what is told of one
     * @param listener throws when it did not hear
     */
    public <S> TotalReports(
            String name,
            Supplier<Map<K, Long>> totals,
            Function<Total<K>, S> sample,
            Consumer<Listing<S>> listener,
            InstantSource clock,
            Duration every) {
        this.totals = totals;
        this.listener =
                some -> listener.accept(new Listing<>(some.stream().map(sample).toList()));
        this.clock = clock;
        this.since = clock.instant();
        this.loop = Loop.start(name, every, this::report);
    }

    /** How many of a kind there were in the time since the beginning. */
    public record Total<K>(K counted, Instant since, long forMs, long requests) {}

    private Pass report() {
        Map<K, Long> now = totals.get();
        long forMs = Math.max(1, Duration.between(since, clock.instant()).toMillis()); // covers all that was counted
        List<Total<K>> news = now.entrySet().stream()
                .filter(count -> count.getValue() > told.getOrDefault(count.getKey(), 0L))
                .map(count -> new Total<>(count.getKey(), since, forMs, count.getValue()))
                .toList();
        for (int from = 0; from < news.size(); from += MOST) {
            List<Total<K>> some = news.subList(from, Math.min(from + MOST, news.size()));
            listener.accept(some);
            some.forEach(total -> told.put(total.counted(), total.requests()));
        }
        return new Pass.Settled();
    }

    @Override
    public void close() {
        loop.close();
    }
}
