package dev.fairlead.traffic.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.PeerFeeds;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The other regions. */
@Component
public class Regions implements AutoCloseable {

    /** Often enough that regions which hear each other again agree within two seconds. */
    private static final Duration REFRESH = Duration.ofMillis(500);

    private final PeerFeeds<Told> feeds;

    Regions(RegionProperties properties, PeerClients clients, EventBus bus, InstantSource clock) {
        this.feeds = new PeerFeeds<>(
                properties,
                Topic.PLANS,
                REFRESH,
                bus,
                clock,
                (name, url) -> Told.question(name, clients.at(url, RegionApi.class)));
    }

    /** Whom to wake when a region told something new, or was heard again. */
    public void onNews(Runnable wake) {
        feeds.onNews(wake);
    }

    /** Whether every region was heard at least once. */
    public boolean complete() {
        return feeds.complete();
    }

    /** What is heard of them now. */
    public Heard heard(Instant now) {
        Map<RegionName, Map<ApplicationName, RoutingPlan>> plans = new TreeMap<>();
        Map<RegionName, Map<ApplicationName, RoutingPlan>> memories = new TreeMap<>();
        Map<RegionName, Feed.Answer<Told>> heard = feeds.heard(now);
        heard.forEach((region, answer) -> (answer.value().isolated() ? memories : plans)
                .put(region, answer.value().plans()));
        return new Heard(new Contact(heard.size() + 1, feeds.names().size() + 1), plans, memories);
    }

    /** Whether there is any other. */
    public boolean any() {
        return !feeds.names().isEmpty();
    }

    Set<RegionName> names() {
        return feeds.names();
    }

    /** What those told that are heard now. */
    Map<RegionName, Feed.Answer<Told>> told(Instant now) {
        return feeds.heard(now);
    }

    /** What one last told, heard now or not; absent: nothing yet. */
    public Feed.@Nullable Answer<Told> latest(RegionName name) {
        return feeds.latest(name);
    }

    @Override
    public void close() {
        feeds.close();
    }
}
