package dev.fairlead.bus;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Another service's list, kept up to date: read whole at start, at each wake-up of its topic, every {@code refresh}, and
 * once a second while the bus is away. When the source does not answer, the last answer stays; {@link #latest()} says
 * from when it is.
 */
public final class Feed<T> implements AutoCloseable {

    /** How often the source is read while no bus wakes the feed. */
    private static final Duration WITHOUT_BUS = Duration.ofSeconds(1);

    private final EventBus bus;
    private final Supplier<T> source;
    private final InstantSource clock;
    private final Consumer<Answer<T>> onAnswer;
    private final EventBus.Subscription subscription;
    private final Loop loop;
    private volatile @Nullable Answer<T> latest;

    /**
     * @param refresh how often the source is read when nothing wakes the feed
     * @param onAnswer called on the feed's own thread after each successful read
     */
    public Feed(
            String topic,
            EventBus bus,
            Duration refresh,
            InstantSource clock,
            Supplier<T> source,
            Consumer<Answer<T>> onAnswer) {
        this.bus = bus;
        this.source = source;
        this.clock = clock;
        this.onAnswer = onAnswer;
        this.loop = Loop.start("feed-" + topic, refresh, this::read);
        this.subscription = bus.subscribe(topic, new EventBus.Listener() {
            @Override
            public void onEvent(Event event) {
                loop.wake();
            }

            @Override
            public void onConnected() {
                loop.wake();
            }
        });
    }

    private Pass read() {
        Instant asked = clock.instant();
        Answer<T> answer = new Answer<>(source.get(), asked);
        latest = answer;
        onAnswer.accept(answer);
        return bus.connected() ? new Pass.Settled() : new Pass.Again(WITHOUT_BUS);
    }

    /** The last answer; absent until the source answered once. */
    public @Nullable Answer<T> latest() {
        return latest;
    }

    /** Reads the source soon. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        subscription.close();
        loop.close();
    }

    /**
     * What the source said.
     *
     * @param asked when it was asked, by this process's clock: the answer is at least as new as that
     */
    public record Answer<T>(T value, Instant asked) {}
}
