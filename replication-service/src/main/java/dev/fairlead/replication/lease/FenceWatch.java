package dev.fairlead.replication.lease;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.local.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fences one server when its lease runs out. It asks nobody, so that nothing can hold it up, and it begins with the service,
 * before the control plane's database is reached.
 */
final class FenceWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FenceWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** For the first renewal after a start that came too late: what the lease proved it proves no more. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final String name;
    private final LocalServer server;
    private final Path note;
    private final InstantSource clock;
    private final Loop loop;
    private volatile @Nullable HeldLease held;
    private volatile @Nullable Long ranOut;

    /**
     * Begins with what the note says. Of a server that is fenced it says that its lease ran out.
     *
     * @param note where the lease is noted
     * @param clock one that never goes back
     */
    FenceWatch(String name, LocalServer server, Path note, InstantSource clock) throws IOException {
        this.name = name;
        this.server = server;
        this.note = note;
        this.clock = clock;
        HeldLease noted = HeldLease.read(note).orElse(null);
        if (noted != null && server.fenced().equals(OptionalLong.of(noted.epoch()))) {
            this.ranOut = noted.epoch();
        } else if (noted != null) {
            this.held = begin(noted, clock.instant());
        }
        this.loop = Loop.start("fence-" + name, LOOK, this::look);
    }

    private static HeldLease begin(HeldLease noted, Instant now) {
        return now.isBefore(noted.fenceAt()) ? noted : new HeldLease(noted.epoch(), now.plus(LATE));
    }

    private synchronized Pass look() {
        HeldLease present = held;
        if (present == null) {
            return new Pass.Settled();
        }
        Duration left = Duration.between(clock.instant(), present.fenceAt());
        if (left.isPositive()) {
            return new Pass.Again(left);
        }
        try {
            server.fence(present.epoch());
            log.error("server={} state=fenced epoch={}", name, present.epoch());
            held = null;
            ranOut = present.epoch();
            return new Pass.Settled();
        } catch (IOException e) {
            return new Pass.Retry("cannot fence: " + e.getMessage());
        }
    }

    @Nullable HeldLease held() {
        return held;
    }

    /** Whether the server is fenced because its lease of this epoch ran out, not because somebody else fenced it. */
    boolean ranOut(long epoch) {
        return Long.valueOf(epoch).equals(ranOut);
    }

    /** Somebody else fenced the server: a lease that still runs is nobody's concern any more. */
    synchronized void fencedByOthers(long epoch) throws IOException {
        HeldLease present = held;
        if (present != null && present.epoch() <= epoch && clock.instant().isBefore(present.fenceAt())) {
            drop();
        }
    }

    /**
     * Lets the server write until then.
     *
     * @return false: it is fenced under this epoch or a later one
     */
    synchronized boolean extend(long epoch, Instant fenceAt) throws IOException {
        OptionalLong fence = server.fenced();
        if (fence.isPresent() && fence.getAsLong() >= epoch) {
            return false;
        }
        HeldLease extended = new HeldLease(epoch, fenceAt);
        extended.write(note);
        held = extended;
        ranOut = null;
        loop.wake();
        return true;
    }

    /** Fences now, and goes on trying until it is done. */
    synchronized void expire(long epoch) throws IOException {
        HeldLease expired = new HeldLease(epoch, clock.instant());
        held = expired;
        loop.wake();
        expired.write(note);
    }

    /** Forgets the lease: the server is a standby, is fenced, or belongs to no database any more. */
    synchronized void drop() throws IOException {
        if (held != null || ranOut != null) {
            Files.deleteIfExists(note);
            held = null;
            ranOut = null;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
