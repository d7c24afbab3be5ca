package dev.fairlead.health.vantage;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.health.quorum.Hearing;
import dev.fairlead.health.quorum.Vote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another region's vantage point, as last heard. */
final class Peer implements AutoCloseable {

    /** How often it is heard when nothing changes: often enough that its votes stay fresh. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final RegionName name;
    private final Runnable onHeard;
    private final Feed<Listing<Observation>> feed;
    private volatile Map<Endpoint, Vote> votes = Map.of();

    Peer(RegionName name, HealthApi api, EventBus bus, InstantSource clock, Runnable onHeard) {
        this.name = name;
        this.onHeard = onHeard;
        this.feed =
                new Feed<>(Topic.OBSERVATIONS.name(), bus, REFRESH, clock, () -> own(api.observations()), this::hear);
    }

    /** An address that leads to another region would make this one count somebody twice. */
    private Listing<Observation> own(Listing<Observation> said) {
        boolean anothers = said.items().stream()
                .noneMatch(observation -> observation.vantagePoint().equals(name));
        if (anothers && !said.items().isEmpty()) {
            throw new IllegalStateException("fairlead.peers.%s leads to the vantage point %s"
                    .formatted(name, said.items().getFirst().vantagePoint()));
        }
        return said;
    }

    private void hear(Feed.Answer<Listing<Observation>> answer) {
        votes = Hearing.of(answer.value().items(), name, answer.asked(), votes);
        onHeard.run();
    }

    /** Absent: it never spoke of this endpoint. */
    @Nullable Vote vote(Endpoint endpoint) {
        return votes.get(endpoint);
    }

    /** Absent: never. */
    @Nullable Instant lastHeard() {
        Feed.Answer<Listing<Observation>> latest = feed.latest();
        return latest == null ? null : latest.asked();
    }

    @Override
    public void close() {
        feed.close();
    }
}
