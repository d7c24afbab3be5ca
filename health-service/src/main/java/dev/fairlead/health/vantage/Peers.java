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
import dev.fairlead.service.client.ConditionalRead;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.PeerFeeds;
import dev.fairlead.service.region.PeerQuestion;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The other vantage points. */
@Component
public final class Peers implements AutoCloseable {

    /** How often they are heard when nothing changes: often enough that their votes stay fresh. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final PeerFeeds<Map<Endpoint, Vote>> feeds;

    Peers(RegionProperties regions, PeerClients clients, EventBus bus, InstantSource clock) {
        this.feeds = new PeerFeeds<>(
                regions,
                Topic.OBSERVATIONS,
                REFRESH,
                bus,
                clock,
                (name, url) -> votes(name, clients.at(url, HealthApi.class)));
    }

    private static PeerQuestion<Map<Endpoint, Vote>> votes(RegionName name, HealthApi api) {
        ConditionalRead<Listing<Observation>> told = new ConditionalRead<>(api::observations);
        AtomicReference<@Nullable Listing<Observation>> heard = new AtomicReference<>();
        return (before, asked) -> {
            Listing<Observation> answer = told.get();
            if (before != null && answer == heard.get()) {
                return before;
            }
            Map<Endpoint, Vote> votes =
                    Hearing.of(own(answer.items(), name), name, asked, Objects.requireNonNullElse(before, Map.of()));
            heard.set(answer);
            return votes;
        };
    }

    /** An address that leads to another region would make this one count somebody twice. */
    private static List<Observation> own(List<Observation> said, RegionName name) {
        boolean anothers = said.stream()
                .noneMatch(observation -> observation.vantagePoint().equals(name));
        if (anothers && !said.isEmpty()) {
            throw new IllegalStateException("fairlead.peers.%s leads to the vantage point %s"
                    .formatted(name, said.getFirst().vantagePoint()));
        }
        return said;
    }

    /** Calls the listener each time a peer was heard; it must return at once. */
    public void onHeard(Runnable listener) {
        feeds.onNews(listener);
    }

    /** What each peer last said of the endpoint, fresh or not. */
    public List<Vote> votes(Endpoint endpoint) {
        return feeds.told().stream()
                .map(votes -> votes.get(endpoint))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Which of them are heard now, with or without anything to say. */
    public Set<RegionName> heard(Instant now) {
        return feeds.heard(now).keySet();
    }

    /** How many regions are heard now, this one included. */
    public Contact contact(Instant now) {
        return feeds.contact(now);
    }

    Set<RegionName> names() {
        return feeds.names();
    }

    /** Absent: never. */
    @Nullable Instant lastHeard(RegionName name) {
        Feed.Answer<Map<Endpoint, Vote>> latest = feeds.latest(name);
        return latest == null ? null : latest.asked();
    }

    @Override
    public void close() {
        feeds.close();
    }
}
