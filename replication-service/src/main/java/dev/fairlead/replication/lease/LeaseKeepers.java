package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.database.DatabasesChanged;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.timeline.Finding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;

/**
 * A keeper for each member of a database under local control, because any of them may be the next primary, and a watch over each
 * server under local control. The watches begin at once; the keepers when it is read which databases there are, and while that cannot be read they stay.
 */
final class LeaseKeepers implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final Supplier<Map<DatabaseName, DatabaseSpec>> wanted;
    private final Supplier<List<Finding>> findings;
    private final StoredLeases leases;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<EndpointAddress, Guarded> servers = new HashMap<>();
    private final Map<EndpointAddress, Kept> kept = new ConcurrentHashMap<>();
    private final Loop loop;

    LeaseKeepers(
            LocalProperties properties,
            LocalServers local,
            Supplier<Map<DatabaseName, DatabaseSpec>> wanted,
            Supplier<List<Finding>> findings,
            StoredLeases leases,
            InstantSource clock,
            MeterRegistry meters) {
        this.wanted = wanted;
        this.findings = findings;
        this.leases = leases;
        this.clock = clock;
        this.meters = meters;
        properties
                .servers()
                .forEach(server -> local.at(server.address())
                        .ifPresent(controlled -> servers.put(server.address(), guarded(server, controlled))));
        this.loop = Loop.start("leases", REFRESH, this::reconcile);
    }

    private Guarded guarded(LocalProperties.Server server, LocalServer controlled) {
        try {
            return new Guarded(
                    controlled, new FenceWatch(server.address().toString(), controlled, server.beside("lease"), clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pass reconcile() {
        if (servers.isEmpty()) {
            return new Pass.Settled();
        }
        Map<EndpointAddress, Post> posts =
                Post.of(wanted.get(), servers.keySet()).stream().collect(Collectors.toMap(Post::server, post -> post));
        kept.values().removeIf(present -> {
            boolean gone = !present.keeper
                    .post()
                    .equals(posts.get(present.keeper.post().server()));
            if (gone) {
                end(present);
            }
            return gone;
        });
        posts.forEach((server, post) -> kept.computeIfAbsent(server, absent -> begin(post)));
        return forgetTheRest();
    }

    /** Nobody renews the lease of a server that belongs to no database any more, and nobody is to fence it. */
    private Pass forgetTheRest() {
        for (Map.Entry<EndpointAddress, Guarded> server : servers.entrySet()) {
            if (!kept.containsKey(server.getKey())) {
                try {
                    server.getValue().watch.drop();
                } catch (IOException e) {
                    return new Pass.Retry(String.valueOf(e.getMessage()));
                }
            }
        }
        return new Pass.Settled();
    }

    private Kept begin(Post post) {
        Guarded guarded = servers.get(post.server());
        if (guarded == null) {
            throw new IllegalStateException("%s is not under local control".formatted(post.server()));
        }
        LeaseKeeper keeper = new LeaseKeeper(
                post,
                guarded.server,
                guarded.watch,
                leases,
                () -> Presence.of(of(post.database()), post.here()),
                clock);
        Gauge gauge = Gauge.builder("fairlead.replication.lease.left", keeper::secondsLeft)
                .description("Time until the primary here is fenced unless its write lease is renewed")
                .baseUnit("seconds")
                .tag("database", post.database().value())
                .tag("data_center", post.here().value())
                .strongReference(true)
                .register(meters);
        return new Kept(keeper, gauge);
    }

    private List<Finding> of(DatabaseName database) {
        return findings.get().stream()
                .filter(finding -> finding.freshness().database().equals(database))
                .toList();
    }

    private void end(Kept ended) {
        meters.remove(ended.gauge);
        ended.keeper.close();
    }

    @EventListener
    void onChange(DatabasesChanged changed) {
        loop.wake();
    }

    /** What the matter is with the lease of a database; empty: no member of it is under local control. */
    Optional<String> reason(DatabaseName database) {
        String all = kept.values().stream()
                .map(Kept::keeper)
                .filter(keeper -> keeper.post().database().equals(database))
                .sorted(Comparator.comparing(keeper -> keeper.post().here().value()))
                .map(LeaseKeeper::reason)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** Leaves the leases as they are: who starts next goes on with them. */
    @Override
    public void close() {
        loop.close();
        kept.values().forEach(this::end);
        kept.clear();
        servers.values().forEach(server -> server.watch.close());
    }

    private record Guarded(LocalServer server, FenceWatch watch) {}

    private record Kept(LeaseKeeper keeper, Meter gauge) {}
}
