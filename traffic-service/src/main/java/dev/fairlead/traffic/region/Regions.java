package dev.fairlead.traffic.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.RegionProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The other regions. */
@Component
public class Regions implements AutoCloseable {

    private final RegionProperties properties;
    private final Map<RegionName, PeerRegion> peers = new TreeMap<>();
    private volatile Runnable onNews = () -> {};

    Regions(RegionProperties properties, PeerClients clients, EventBus bus, InstantSource clock) {
        this.properties = properties;
        properties.peers().forEach((name, url) -> {
            RegionApi api = clients.at(url, RegionApi.class);
            peers.put(name, new PeerRegion(name, api, bus, clock, () -> onNews.run()));
        });
    }

    /** Whom to wake when a region told something new, or was heard again. */
    public void onNews(Runnable wake) {
        this.onNews = wake;
    }

    /** Whether every region was heard at least once. */
    public boolean complete() {
        return peers.values().stream().allMatch(peer -> peer.lastHeard() != null);
    }

    /** What is heard of them now. */
    public Heard heard(Instant now) {
        int heard = 1;
        Map<RegionName, Map<ApplicationName, RoutingPlan>> plans = new TreeMap<>();
        Map<RegionName, Map<ApplicationName, RoutingPlan>> memories = new TreeMap<>();
        for (Map.Entry<RegionName, PeerRegion> peer : peers.entrySet()) {
            PeerRegion.Told told = peer.getValue().told();
            if (told == null || !Contact.fresh(peer.getValue().lastHeard(), now)) {
                continue;
            }
            heard++;
            (told.isolated() ? memories : plans).put(peer.getKey(), told.plans());
        }
        return new Heard(new Contact(heard, properties.count()), plans, memories);
    }

    /** Whether there is any other. */
    public boolean any() {
        return !peers.isEmpty();
    }

    Map<RegionName, PeerRegion> all() {
        return Collections.unmodifiableMap(peers);
    }

    /** One that is configured. */
    public PeerRegion get(RegionName name) {
        return Objects.requireNonNull(peers.get(name), "no such region");
    }

    @Override
    public void close() {
        peers.values().forEach(PeerRegion::close);
    }
}
