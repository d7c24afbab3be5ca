package dev.fairlead.health.vantage;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.health.HealthProperties;
import dev.fairlead.health.quorum.Vote;
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

    Peers(HealthProperties properties, PeerClients clients, EventBus bus, InstantSource clock) {
        properties
                .peers()
                .forEach((name, url) -> peers.put(
                        name, new Peer(name, clients.at(url), bus, clock, () -> listeners.forEach(Runnable::run))));
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

    Map<RegionName, Peer> all() {
        return peers;
    }

    @Override
    public void close() {
        peers.values().forEach(Peer::close);
    }
}
