package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plans to disk behind those who push them: always the newest, all of them, and so that writing takes a small part of
 * the time however many there are.
 */
final class SnapshotWriter implements AutoCloseable {

    /** How often the time of a write has to pass before the next one. */
    private static final int PAUSE = 10;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final PlanSnapshot snapshot;
    private final Loop loop;
    private volatile @Nullable List<RoutingPlan> newest;
    private @Nullable List<RoutingPlan> written;
    private long pauseUntil = System.nanoTime();

    SnapshotWriter(PlanSnapshot snapshot) {
        this.snapshot = snapshot;
        this.loop = Loop.start("plan-snapshot", LOOK, this::pass);
    }

    /** Returns at once. */
    void write(List<RoutingPlan> plans) {
        newest = plans;
        loop.wake();
    }

    private Pass pass() {
        long left = pauseUntil - System.nanoTime();
        if (left > 0) {
            return new Pass.Again(Duration.ofNanos(left));
        }
        catchUp();
        return new Pass.Settled();
    }

    private void catchUp() {
        List<RoutingPlan> plans = newest;
        if (plans == null || plans == written) {
            return;
        }
        long began = System.nanoTime();
        snapshot.write(plans);
        written = plans;
        long now = System.nanoTime();
        pauseUntil = now + PAUSE * (now - began);
    }

    /** Returns when the newest plans are on disk. */
    @Override
    public void close() {
        loop.close();
        catchUp();
    }
}
