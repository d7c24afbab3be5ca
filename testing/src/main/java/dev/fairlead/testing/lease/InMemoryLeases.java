package dev.fairlead.testing.lease;

import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.LeaseRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One lease by the rules that {@link LeaseContract} holds the traffic-service to, with any clock; it can be away. */
public final class InMemoryLeases implements LeaseApi {

    private final InstantSource clock;
    private @Nullable Lease lease;
    private Instant expires = Instant.MIN;
    private boolean away;

    public InMemoryLeases(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Lease lease(LeaseRequest request) {
        if (away) {
            throw new IllegalStateException("connection refused");
        }
        Lease held = lease;
        boolean same = held != null && held.holder().equals(request.holder());
        if (held != null && !same && expires.isAfter(clock.instant())) {
            return held;
        }
        long epoch = held == null ? 1 : held.epoch() + (same ? 0 : 1);
        Lease given = new Lease(request.name(), request.holder(), Math.max(epoch, request.above() + 1));
        lease = given;
        expires = clock.instant().plus(Duration.ofMillis(request.ttlMs()));
        return given;
    }

    public synchronized void setAway(boolean isAway) {
        away = isAway;
    }

    /** Who has it; absent: nobody ever asked. */
    public synchronized @Nullable Lease held() {
        return lease;
    }

    /** The holder's time is over. */
    public synchronized void expire() {
        expires = Instant.MIN;
    }
}
