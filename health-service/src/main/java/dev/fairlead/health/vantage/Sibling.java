package dev.fairlead.health.vantage;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.health.quorum.Hearing;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.share.Said;
import dev.fairlead.service.region.ReplicaId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

/** Another replica of this region, as last heard: what it probes itself. */
final class Sibling implements AutoCloseable {

    /** Often enough that, where one is lost, a vote of the next reaches a third before that of the first is too old. */
    private static final Duration REFRESH = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Sibling.class);

    private final ReplicaId id;
    private final RegionName region;
    private final SiblingApi api;
    private final Consumer<Endpoint> onNews;
    private final Runnable onHeard;
    private final Feed<Listing<Observation>> feed;
    private volatile Map<Endpoint, Vote> votes = Map.of();

    /** @param onNews told of an endpoint whose health became another one, at most one for each answer */
    Sibling(
            ReplicaId id,
            RegionName region,
            SiblingApi api,
            EventBus bus,
            InstantSource clock,
            Consumer<Endpoint> onNews,
            Runnable onHeard) {
        this.id = id;
        this.region = region;
        this.api = api;
        this.onNews = onNews;
        this.onHeard = onHeard;
        this.feed = new Feed<>(
                Topic.OBSERVATIONS.name(), bus, REFRESH, clock, () -> api.observations(id.value()), this::hear);
    }

    private void hear(Feed.Answer<Listing<Observation>> answer) {
        Map<Endpoint, Vote> before = votes;
        Map<Endpoint, Vote> after = Hearing.of(answer.value().items(), region, answer.asked(), before);
        votes = after;
        onHeard.run();
        after.values().stream()
                .filter(vote -> Said.knows(vote) && !sameHealth(vote, before.get(endpoint(vote))))
                .findFirst()
                .ifPresent(vote -> onNews.accept(endpoint(vote)));
    }

    private static Endpoint endpoint(Vote vote) {
        return vote.observation().endpoint();
    }

    private static boolean sameHealth(Vote vote, @Nullable Vote before) {
        return before != null
                && before.observation().health() == vote.observation().health();
    }

    /** Absent: it never spoke of this endpoint, or does not probe it any more. */
    @Nullable Vote vote(Endpoint endpoint) {
        return votes.get(endpoint);
    }

    /** Passes on what it may have to know; returns at once, and gives up when it is away. */
    void relay(Listing<PassiveEvidence> seen) {
        Thread.ofVirtual().name("relay-evidence").start(() -> {
            try {
                api.relay(seen);
            } catch (RestClientException e) {
                log.debug("replica={} evidence=lost reason=\"{}\"", id, e.getMessage());
            }
        });
    }

    /** Whether it answered at all. */
    boolean heard() {
        return feed.latest() != null;
    }

    @Override
    public void close() {
        feed.close();
    }
}
