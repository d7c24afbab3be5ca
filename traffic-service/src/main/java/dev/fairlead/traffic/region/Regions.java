package dev.fairlead.traffic.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.PeerFeed;
import dev.fairlead.service.region.PeerFeeds;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The other regions, and the other replicas of this one: their plans are read alike. */
@Component
public class Regions implements AutoCloseable {

    /** Often enough that regions which hear each other again agree within two seconds. */
    private static final Duration REFRESH = Duration.ofMillis(500);

    private final PeerFeeds<Told> feeds;
    private final Replicas replicas;
    private final Supplier<Map<ReplicaId, PeerFeed<Told>>> siblings;
    private volatile Runnable onNews = () -> {};

    Regions(RegionProperties properties, Replicas replicas, PeerClients clients, EventBus bus, InstantSource clock) {
        this.feeds = new PeerFeeds<>(
                properties,
                Topic.PLANS,
                REFRESH,
                bus,
                clock,
                (name, url) -> Told.question(name, clients.at(url, RegionApi.class)));
        feeds.onNews(() -> onNews.run());
        this.replicas = replicas;
        this.siblings = replicas.each(
                replica -> new PeerFeed<>(
                        Topic.PLANS,
                        REFRESH,
                        bus,
                        clock,
                        Told.question(properties.region(), clients.ofReplica(replica.url(), RegionApi.class)),
                        () -> onNews.run()),
                PeerFeed::close);
    }

    /** Whom to wake when a region told something new, or was heard again. */
    public void onNews(Runnable wake) {
        this.onNews = wake;
    }

    /** Whether every region, and every other replica that is there, was heard at least once. */
    public boolean complete(Instant now) {
        Map<ReplicaId, PeerFeed<Told>> known = siblings.get();
        return feeds.complete()
                && replicas.allHeard(now, replica -> {
                    PeerFeed<Told> sibling = known.get(replica);
                    return sibling != null && sibling.latest() != null;
                });
    }

    /** What is heard of them now. */
    public Heard heard(Instant now) {
        Map<String, Map<ApplicationName, RoutingPlan>> plans = new TreeMap<>();
        Map<String, Map<ApplicationName, RoutingPlan>> memories = new TreeMap<>();
        feeds.heard(now)
                .forEach((region, answer) -> (answer.value().isolated() ? memories : plans)
                        .put(region.value(), answer.value().plans()));
        Map<ReplicaId, Told> replicasTold = toldByReplicas(now);
        replicasTold.forEach(
                (replica, told) -> (told.isolated() ? memories : plans).put(replica.value(), told.plans()));
        return new Heard(contact(now), plans, memories, replicasTold.values());
    }

    /** How many of the regions are heard now. */
    Contact contact(Instant now) {
        return feeds.contact(now);
    }

    /** What the other replicas that are alive told. */
    public Map<ReplicaId, Told> toldByReplicas(Instant now) {
        Map<ReplicaId, Told> all = new TreeMap<>();
        Set<ReplicaId> live = replicas.live(now);
        siblings.get().forEach((replica, sibling) -> {
            Feed.Answer<Told> answer = sibling.fresh(now);
            if (answer != null && live.contains(replica)) {
                all.put(replica, answer.value());
            }
        });
        return all;
    }

    /** Whether there may be anybody else. */
    public boolean any() {
        return !feeds.names().isEmpty() || replicas.any();
    }

    /** This process and the other replicas of its region. */
    public Replicas replicas() {
        return replicas;
    }

    Set<RegionName> names() {
        return feeds.names();
    }

    /** What those regions told that are heard now. */
    Map<RegionName, Feed.Answer<Told>> told(Instant now) {
        return feeds.heard(now);
    }

    /** What a region last told, heard now or not; absent: nothing yet. */
    public Feed.@Nullable Answer<Told> latest(RegionName name) {
        return feeds.latest(name);
    }

    @Override
    public void close() {
        feeds.close();
    }
}
