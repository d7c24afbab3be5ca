package dev.fairlead.health.target;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is to be probed now: at start what was stored, then what the traffic-service says. */
@Component
public final class Targets implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Targets.class);
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final StoredTargets stored;
    private final List<Consumer<List<Target>>> followers = new ArrayList<>();
    private final Feed<Intent> feed;
    private List<Target> inTable;
    private List<Target> latest;

    Targets(StoredTargets stored, TrafficApi traffic, EventBus bus, InstantSource clock) {
        this.stored = stored;
        this.inTable = stored.findAll().stream()
                .map(StoredTarget::target)
                .sorted(Comparator.comparing(Target::endpoint))
                .toList();
        this.latest = inTable;
        this.feed = new Feed<>(
                Topic.INTENT.name(),
                bus,
                REFRESH,
                clock,
                () -> Intent.read(traffic),
                answer -> take(answer.value().targets()));
    }

    private void take(List<Target> targets) {
        apply(targets);
        if (!targets.equals(inTable)) {
            stored.replace(inTable, targets);
            inTable = targets;
        }
    }

    private synchronized void apply(List<Target> targets) {
        if (!targets.equals(latest)) {
            log.info("targets={} were={}", targets.size(), latest.size());
            latest = targets;
            followers.forEach(follower -> follower.accept(targets));
        }
    }

    /** Sorted by endpoint. */
    public synchronized List<Target> latest() {
        return latest;
    }

    /** Hands the list to the follower now and after each change; it must return at once. */
    public synchronized void follow(Consumer<List<Target>> follower) {
        followers.add(follower);
        follower.accept(latest);
    }

    @Override
    public void close() {
        feed.close();
    }
}
