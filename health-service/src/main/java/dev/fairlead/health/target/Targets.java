package dev.fairlead.health.target;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.database.Schema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is to be probed now: at start what was stored, then what the traffic-service says. It is stored behind that, so
 * that probing never waits for the database.
 */
@Component
public final class Targets implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Targets.class);
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final StoredTargets stored;
    private final List<Consumer<List<Target>>> followers = new ArrayList<>();
    private final Feed<Intent> feed;
    private final Loop writer;
    private @Nullable List<Target> inTable;
    private @Nullable List<Target> latest;

    Targets(StoredTargets stored, Schema schema, TrafficApi traffic, EventBus bus, InstantSource clock) {
        this.stored = stored;
        this.inTable = schema.atStart(this::read).orElse(null);
        this.latest = inTable;
        this.writer = Loop.start("targets", REFRESH, this::store);
        this.feed = new Feed<>(Topic.INTENT.name(), bus, REFRESH, clock, () -> Intent.read(traffic), answer -> {
            take(answer.value().targets());
            writer.wake();
        });
    }

    private List<Target> read() {
        return stored.findAll().stream()
                .map(StoredTarget::target)
                .sorted(Comparator.comparing(Target::endpoint))
                .toList();
    }

    private synchronized void take(List<Target> targets) {
        if (!targets.equals(latest)) {
            log.info("targets={} were={}", targets.size(), latest().size());
            latest = targets;
            followers.forEach(follower -> follower.accept(targets));
        }
    }

    private synchronized void takeUnlessTold(List<Target> targets) {
        if (latest == null) {
            take(targets);
        }
    }

    private Pass store() {
        List<Target> known = inTable == null ? read() : inTable;
        inTable = known;
        takeUnlessTold(known);
        List<Target> wanted = latest();
        if (!wanted.equals(known)) {
            stored.replace(known, wanted);
            inTable = wanted;
        }
        return new Pass.Settled();
    }

    /** Sorted by endpoint; empty until anybody said any. */
    public synchronized List<Target> latest() {
        return latest == null ? List.of() : latest;
    }

    /** Hands the list to the follower now and after each change; it must return at once. */
    public synchronized void follow(Consumer<List<Target>> follower) {
        followers.add(follower);
        follower.accept(latest());
    }

    @Override
    public void close() {
        feed.close();
        writer.close();
    }
}
