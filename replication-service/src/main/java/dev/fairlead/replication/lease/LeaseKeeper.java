package dev.fairlead.replication.lease;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.local.LocalServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The loop that keeps the lease of one database while its primary is the server beside this service: asks for it, renews it and,
 * when it is lost, has the server fenced and tells so. While the control plane's database is away it only tries again; that
 * the server is fenced in time is the watch's matter. A server that was fenced for nothing, because nobody revoked the
 * lease, starts again under the next epoch.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    /** How soon a changed role is seen and a lost database of the control plane tried again. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Post post;
    private final LocalServer server;
    private final FenceWatch watch;
    private final StoredLeases leases;
    private final Supplier<Presence> presence;
    private final InstantSource clock;
    private final Loop loop;
    private Instant renewAt = Instant.MIN;
    private volatile String reason = "the service has just started";

    LeaseKeeper(
            Post post,
            LocalServer server,
            FenceWatch watch,
            StoredLeases leases,
            Supplier<Presence> presence,
            InstantSource clock) {
        this.post = post;
        this.server = server;
        this.watch = watch;
        this.leases = leases;
        this.presence = presence;
        this.clock = clock;
        this.loop = Loop.start("lease-" + post.database(), LOOK, this::keep);
    }

    Post post() {
        return post;
    }

    /** What is the matter with the lease, in a sentence. */
    String reason() {
        return reason;
    }

    /** Until the server is fenced; not a number while it writes under no lease. */
    double secondsLeft() {
        HeldLease held = watch.held();
        return held == null
                ? Double.NaN
                : Duration.between(clock.instant(), held.fenceAt()).toMillis() / 1_000.0;
    }

    private Pass keep() {
        try {
            return look();
        } catch (DataAccessException e) {
            log.debug("database={} state=failed", post.database(), e);
            return new Pass.Retry("the control plane's database does not answer");
        } catch (IOException e) {
            return new Pass.Retry(String.valueOf(e.getMessage()));
        }
    }

    private Pass look() throws IOException {
        OptionalLong fence = server.fenced();
        if (fence.isPresent()) {
            return whileFenced(fence.getAsLong());
        }
        HeldLease held = watch.held();
        Presence here = presence.get();
        if (held != null) {
            return whileHeld(held, here);
        }
        return switch (here) {
            case Presence.Primary primary -> whileWithout(primary);
            case Presence.Replica() -> asReplica();
            case Presence.Unknown(String why) ->
                settled("%s is not known to be primary: %s".formatted(post.here(), why));
        };
    }

    private Pass asReplica() throws IOException {
        watch.drop();
        return settled("%s is a replica".formatted(post.here()));
    }

    private Pass whileHeld(HeldLease held, Presence here) throws IOException {
        if (here instanceof Presence.Replica) {
            return asReplica();
        }
        Instant asked = clock.instant();
        if (asked.isBefore(renewAt)) {
            return new Pass.Again(Duration.between(asked, renewAt));
        }
        long timeline = here instanceof Presence.Primary(long of, boolean _) ? of : 0;
        Optional<StoredLease> renewed = leases.renew(
                post.database(),
                post.here(),
                held.epoch(),
                timeline,
                post.terms().lease());
        return renewed.isPresent() ? hold(renewed.get(), asked) : lost(held, timeline);
    }

    /** Given anew to the same holder, it goes on; of a database that was set up anew, it never was. */
    private Pass lost(HeldLease held, long timeline) throws IOException {
        Instant asked = clock.instant();
        Optional<StoredLease> stored = leases.find(post.database());
        if (stored.isEmpty()) {
            watch.drop();
            return settled("there is no lease any more");
        }
        WriteLease lease = stored.get().lease();
        if (lease.holder().equals(post.here()) && !lease.revoked()) {
            Optional<StoredLease> taken = leases.take(
                    post.database(), post.here(), timeline, post.terms().lease());
            return taken.isPresent() ? hold(taken.get(), asked) : new Pass.Again(Duration.ZERO);
        }
        return fence(
                held.epoch(),
                lease.revoked()
                        ? "the lease of epoch %d is revoked".formatted(lease.epoch())
                        : "%s has the lease, of epoch %d".formatted(lease.holder(), lease.epoch()));
    }

    private Pass whileWithout(Presence.Primary primary) throws IOException {
        Instant asked = clock.instant();
        StoredLease stored = leases.find(post.database()).orElse(null);
        return switch (Bid.of(stored, post.here(), primary)) {
            case Bid.Take() -> {
                Optional<StoredLease> taken = leases.take(
                        post.database(),
                        post.here(),
                        primary.timeline(),
                        post.terms().lease());
                yield taken.isPresent() ? hold(taken.get(), asked) : new Pass.Again(Duration.ZERO);
            }
            case Bid.Wait(String why) -> settled(why);
            case Bid.Fence(long epoch, String why) -> fence(epoch, why);
        };
    }

    private Pass whileFenced(long epoch) throws IOException {
        if (presence.get() instanceof Presence.Primary) {
            server.fence(epoch); // somebody started it in spite of the fence
        }
        watch.fencedByOthers(epoch);
        StoredLease stored = leases.find(post.database()).orElse(null);
        if (stored != null && owesWord(stored.lease(), epoch)) {
            server.fence(epoch); // its mark comes before its stop
            leases.fenced(post.database(), post.here(), epoch);
        }
        if (stored == null || !isLifted(stored, epoch)) {
            return settled("fenced under epoch %d".formatted(epoch));
        }
        long present = stored.lease().epoch();
        Instant asked = clock.instant();
        Optional<StoredLease> regained = present == epoch
                ? leases.resume(
                        post.database(), post.here(), epoch, post.terms().lease())
                : leases.renew(
                        post.database(), post.here(), present, 0, post.terms().lease());
        if (regained.isEmpty()) {
            return new Pass.Again(Duration.ZERO);
        }
        Pass held = hold(regained.get(), asked);
        server.release(regained.get().lease().epoch());
        Thread.ofVirtual().name("start-" + post.database()).start(this::start);
        return held;
    }

    /** Beside the loop: the recovery of a large database takes longer than a lease. */
    private void start() {
        try {
            server.start();
        } catch (IOException e) {
            log.error("database={} state=not-started reason=\"{}\"", post.database(), e.getMessage());
        }
    }

    private boolean owesWord(WriteLease lease, long epoch) {
        return lease.holder().equals(post.here()) && lease.epoch() == epoch && lease.fencedAt() == null;
    }

    /** Whether this server may write again: the lease was given to it anew, or ran out without anybody having revoked it. */
    private boolean isLifted(StoredLease stored, long epoch) {
        WriteLease lease = stored.lease();
        return lease.holder().equals(post.here())
                && !lease.revoked()
                && (lease.epoch() > epoch || lease.epoch() == epoch && watch.ranOut(epoch));
    }

    private Pass hold(StoredLease stored, Instant asked) throws IOException {
        long epoch = stored.lease().epoch();
        if (!watch.extend(epoch, post.terms().fenceAt(asked))) {
            return new Pass.Again(Duration.ZERO);
        }
        renewAt = asked.plus(post.terms().renewEvery());
        say("%s has the lease, of epoch %d".formatted(post.here(), epoch));
        return new Pass.Again(Duration.ZERO);
    }

    private Pass fence(long epoch, String why) throws IOException {
        say(why);
        watch.expire(epoch);
        return new Pass.Settled();
    }

    private Pass settled(String why) {
        say(why);
        return new Pass.Settled();
    }

    private void say(String now) {
        if (!now.equals(reason)) {
            log.info("database={} data_center={} lease=\"{}\"", post.database(), post.here(), now);
        }
        reason = now;
    }

    @Override
    public void close() {
        loop.close();
    }
}
