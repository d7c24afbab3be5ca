package dev.fairlead.health.vantage;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.RegionProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** The other vantage points. */
@Component
public final class Peers implements AutoCloseable {

    private final Map<RegionName, Peer> peers = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Peers(RegionProperties regions, PeerClients clients, EventBus bus, InstantSource clock) {
        regions.peers().forEach((name, url) -> {
            HealthApi api = clients.at(url, HealthApi.class);
            peers.put(name, new Peer(name, api, bus, clock, () -> listeners.forEach(Runnable::run)));
        });
    }

    /** Calls the listener each time a peer was heard; it must return at once. */
    public void onHeard(Runnable listener) {
        listeners.add(listener);
    }

    /** What each peer last said of the endpoint, fresh or not. */
    public List<Vote> votes(Endpoint endpoint) {
        return peers.values().stream()
                .map(peer -> peer.vote(endpoint))
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many regions are heard now, with or without anything to say. */
    public Contact contact(Instant now) {
        long heard = peers.values().stream()
                .filter(peer -> Contact.fresh(peer.lastHeard(), now))
                .count();
        return new Contact((int) heard + 1, peers.size() + 1);
    }

    Map<RegionName, Peer> all() {
        return peers;
    }

    @Override
    public void close() {
        peers.values().forEach(Peer::close);
    }
}
