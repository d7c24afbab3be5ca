package dev.fairlead.service.region;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Who answers at one address, asked again and again. */
final class ReplicaAddress implements AutoCloseable {

    private static final Duration ASK = Duration.ofMillis(250);

    private final URI url;
    private final ReplicaApi api;
    private final InstantSource clock;
    private final Runnable onChange;
    private final Loop loop;
    private volatile boolean asked;
    private volatile @Nullable Heard heard;

    ReplicaAddress(URI url, ReplicaApi api, InstantSource clock, Runnable onChange) {
        this.url = url;
        this.api = api;
        this.clock = clock;
        this.onChange = onChange;
        this.loop = Loop.start("replica-" + url.getAuthority(), ASK, this::ask);
    }

    private Pass ask() {
        Instant now = clock.instant();
        Heard before = heard;
        try {
            ReplicaId id = api.replica().id();
            heard = new Heard(id, now);
            if (before == null || !before.id().equals(id)) {
                onChange.run();
            }
        } finally {
            asked = true;
        }
        return new Pass.Settled();
    }

    URI url() {
        return url;
    }

    /** Whether it was asked once, with or without an answer. */
    boolean asked() {
        return asked;
    }

    /** Absent: nobody ever answered. */
    @Nullable Heard heard() {
        return heard;
    }

    @Override
    public void close() {
        loop.close();
    }

    /** @param at when it was asked, by this process's clock */
    record Heard(ReplicaId id, Instant at) {}
}
