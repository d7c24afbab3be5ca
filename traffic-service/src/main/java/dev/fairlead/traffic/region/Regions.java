package dev.fairlead.traffic.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The other regions, and the other replicas of this one: their plans are read alike. */
@Component
public class Regions implements AutoCloseable {

    private final RegionProperties properties;
    private final Replicas replicas;
    private final Map<RegionName, PeerRegion> peers = new TreeMap<>();
    private final Supplier<Map<ReplicaId, PeerRegion>> siblings;
    private volatile Runnable onNews = () -> {};

    Regions(RegionProperties properties, Replicas replicas, PeerClients clients, EventBus bus, InstantSource clock) {
        this.properties = properties;
        this.replicas = replicas;
        this.siblings = replicas.each(
                replica -> {
                    RegionApi api = clients.ofReplica(replica.url(), RegionApi.class);
                    return new PeerRegion(properties.region(), api, bus, clock, () -> onNews.run());
                },
                PeerRegion::close);
        properties.peers().forEach((name, url) -> {
            RegionApi api = clients.at(url, RegionApi.class);
            peers.put(name, new PeerRegion(name, api, bus, clock, () -> onNews.run()));
        });
    }

    /** Whom to wake when a region told something new, or was heard again. */
    public void onNews(Runnable wake) {
        this.onNews = wake;
    }

    /** Whether every region, and every other replica that is there, was heard at least once. */
    public boolean complete(Instant now) {
        Map<ReplicaId, PeerRegion> known = siblings.get();
        return peers.values().stream().allMatch(peer -> peer.lastHeard() != null)
                && replicas.looked()
                && replicas.live(now).stream()
                        .filter(replica -> !replica.equals(replicas.self()))
                        .map(known::get)
                        .allMatch(sibling -> sibling != null && sibling.lastHeard() != null);
    }

    /** What is heard of them now. */
    public Heard heard(Instant now) {
        int heard = 1;
        Map<String, Map<ApplicationName, RoutingPlan>> plans = new TreeMap<>();
        Map<String, Map<ApplicationName, RoutingPlan>> memories = new TreeMap<>();
        for (Map.Entry<RegionName, PeerRegion> peer : peers.entrySet()) {
            PeerRegion.Told told = peer.getValue().told();
            if (told == null || !Contact.fresh(peer.getValue().lastHeard(), now)) {
                continue;
            }
            heard++;
            (told.isolated() ? memories : plans).put(peer.getKey().value(), told.plans());
        }
        Map<ReplicaId, PeerRegion.Told> replicasTold = toldByReplicas(now);
        replicasTold.forEach(
                (replica, told) -> (told.isolated() ? memories : plans).put(replica.value(), told.plans()));
        return new Heard(new Contact(heard, properties.count()), plans, memories, replicasTold.values());
    }

    /** What the other replicas that are alive told. */
    public Map<ReplicaId, PeerRegion.Told> toldByReplicas(Instant now) {
        Map<ReplicaId, PeerRegion.Told> all = new TreeMap<>();
        Set<ReplicaId> live = replicas.live(now);
        siblings.get().forEach((replica, sibling) -> {
            PeerRegion.Told told = sibling.told();
            if (told != null && live.contains(replica) && Contact.fresh(sibling.lastHeard(), now)) {
                all.put(replica, told);
            }
        });
        return all;
    }

    /** Whether there may be anybody else. */
    public boolean any() {
        return !peers.isEmpty() || replicas.any();
    }

    /** This process and the other replicas of its region. */
    public Replicas replicas() {
        return replicas;
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
