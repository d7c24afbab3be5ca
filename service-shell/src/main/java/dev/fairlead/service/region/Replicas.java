package dev.fairlead.service.region;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas of this service in this region. They are all alike and none leads. They find each other by names that are
 * resolved again every second, and know themselves by their id in the answer rather than by an address.
 */
public final class Replicas implements AutoCloseable {

    /** How long after its last answer a replica counts as alive: two questions may go unanswered. */
    public static final Duration FRESH = Duration.ofMillis(800);

    private static final Logger log = LoggerFactory.getLogger(Replicas.class);
    private static final Duration RESOLVE = Duration.ofSeconds(1);

    private final ReplicaId self;
    private final List<URI> named;
    private final Function<URI, ReplicaApi> clients;
    private final InstantSource clock;
    private final Map<URI, ReplicaAddress> addresses = new ConcurrentHashMap<>();
    private final List<Each<?>> followers = new CopyOnWriteArrayList<>();
    private final Loop loop;
    private Map<ReplicaId, Replica> told = Map.of();
    private volatile boolean resolved;

    Replicas(ReplicaId self, List<URI> named, Function<URI, ReplicaApi> clients, InstantSource clock) {
        this.self = self;
        this.named = List.copyOf(named);
        this.clients = clients;
        this.clock = clock;
        this.loop = Loop.start("replicas", RESOLVE, this::resolve);
    }

    private Pass resolve() {
        Set<URI> found = new TreeSet<>();
        boolean all = true;
        for (URI name : named) {
            try {
                for (InetAddress address : InetAddress.getAllByName(name.getHost())) {
                    found.add(at(name, address));
                }
            } catch (UnknownHostException e) {
                all = false; // a name service that is away says nothing about who is there
            }
        }
        found.forEach(url ->
                addresses.computeIfAbsent(url, one -> new ReplicaAddress(one, clients.apply(one), clock, this::tell)));
        if (all) {
            forget(found);
        }
        tell(); // also who answered before its address was kept
        resolved = true;
        return new Pass.Settled();
    }

    /** Who leaves the name goes on for a moment, and is alive until it falls silent. */
    private void forget(Set<URI> found) {
        Instant now = clock.instant();
        for (ReplicaAddress address : List.copyOf(addresses.values())) {
            if (!found.contains(address.url()) && !fresh(address, now)) {
                addresses.remove(address.url());
                address.close();
            }
        }
    }

    private static URI at(URI name, InetAddress address) {
        try {
            return new URI(name.getScheme(), null, address.getHostAddress(), name.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean fresh(ReplicaAddress address, Instant now) {
        ReplicaAddress.Heard heard = address.heard();
        return heard != null && Duration.between(heard.at(), now).abs().compareTo(FRESH) <= 0;
    }

    private synchronized void tell() {
        Map<ReplicaId, Replica> known = siblings();
        if (known.equals(told)) {
            return;
        }
        told = known;
        log.info("replica={} siblings={}", self, known.keySet());
        followers.forEach(follower -> follower.update(known));
    }

    private Map<ReplicaId, Replica> siblings() {
        Map<ReplicaId, Replica> known = new TreeMap<>();
        addresses.values().forEach(address -> {
            ReplicaAddress.Heard heard = address.heard();
            if (heard != null && !heard.id().equals(self)) {
                known.put(heard.id(), new Replica(heard.id(), address.url()));
            }
        });
        return known;
    }

    public ReplicaId self() {
        return self;
    }

    /** Whether there may be any other. */
    public boolean any() {
        return !named.isEmpty();
    }

    /** Whether everybody was looked for once: before that nobody here knows who else is there. */
    public boolean looked() {
        return resolved && addresses.values().stream().allMatch(ReplicaAddress::asked);
    }

    /** This replica and those that answered lately. */
    public Set<ReplicaId> live(Instant now) {
        Set<ReplicaId> live = new TreeSet<>(Set.of(self));
        addresses.values().forEach(address -> {
            ReplicaAddress.Heard heard = address.heard();
            if (heard != null && fresh(address, now)) {
                live.add(heard.id());
            }
        });
        return live;
    }

    /**
     * Whether everybody was looked for, and all others that are alive were heard.
     *
     * @param heard whether such a one has told what is wanted of it
     */
    public boolean allHeard(Instant now, Predicate<ReplicaId> heard) {
        return looked() && live(now).stream().allMatch(replica -> replica.equals(self) || heard.test(replica));
    }

    /** Keeps something for each other replica that is known, alive or not; closed when it is forgotten or was replaced. */
    public synchronized <T> Supplier<Map<ReplicaId, T>> each(Function<Replica, T> open, Consumer<T> close) {
        Each<T> kept = new Each<>(open, close);
        kept.update(siblings());
        followers.add(kept);
        return kept::all;
    }

    @Override
    public void close() {
        loop.close();
        addresses.values().forEach(ReplicaAddress::close);
        followers.forEach(follower -> follower.update(Map.of()));
    }

    private static final class Each<T> {

        private final Function<Replica, T> open;
        private final Consumer<T> close;
        private volatile Map<ReplicaId, T> all = Map.of();

        Each(Function<Replica, T> open, Consumer<T> close) {
            this.open = open;
            this.close = close;
        }

        synchronized void update(Map<ReplicaId, Replica> known) {
            Map<ReplicaId, T> next = new HashMap<>();
            Map<ReplicaId, T> gone = new HashMap<>(all);
            known.forEach((id, replica) -> {
                T same = gone.remove(id);
                next.put(id, same == null ? open.apply(replica) : same);
            });
            all = Map.copyOf(next);
            gone.values().forEach(close);
        }

        Map<ReplicaId, T> all() {
            return all;
        }
    }
}
