package dev.fairlead.gateway.dataplane;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans in force, from memory: what the traffic-service last said, or the snapshot until it says anything. */
public final class PlanTable implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PlanTable.class);

    private final @Nullable SnapshotWriter writer;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Feed<List<RoutingPlan>> feed;
    private volatile HeldPlans held = HeldPlans.none();

    /** Those that are held, in order; absent: nothing is known. */
    private volatile @Nullable List<RoutingPlan> known;

    private List<RoutingPlan> rejected = List.of();

    /** @param snapshot absent: nothing is kept on disk */
    PlanTable(
            @Nullable PlanSnapshot snapshot,
            EventBus bus,
            Duration refresh,
            InstantSource clock,
            Supplier<List<RoutingPlan>> source) {
        this.writer = snapshot == null ? null : new SnapshotWriter(snapshot);
        if (snapshot != null) {
            snapshot.read().ifPresent(plans -> {
                held = HeldPlans.none().accept(plans, clock.instant()).held();
                known = held.list();
                log.info("plans={} source=snapshot", plans.size());
            });
        }
        this.feed = new Feed<>(Topic.PLANS.name(), bus, refresh, clock, source, this::take);
    }

    /** In order of application; absent until the traffic-service named a plan or a snapshot was read. */
    public Optional<List<RoutingPlan>> plans() {
        return Optional.ofNullable(known);
    }

    /** The plan of one application; absent: it has none, or nothing is known yet, which {@link #ready()} tells apart. */
    public Optional<RoutingPlan> plan(ApplicationName application) {
        return Optional.ofNullable(held.plans().get(application));
    }

    /** Whether there is anything to go by: a snapshot was read, or the traffic-service answered, if only that there is no plan. */
    public boolean ready() {
        return known != null || feed.latest() != null;
    }

    /** How many applications the source no longer names whose plans stay in force for now. */
    public int missing() {
        return held.missing().size();
    }

    /** When the traffic-service last told its plans; absent until it did. */
    public Optional<Instant> heard() {
        Feed.Answer<List<RoutingPlan>> answer = feed.latest();
        return answer == null ? Optional.empty() : Optional.of(answer.asked());
    }

    /** Calls the listener after each change of the plans, on the feed's thread: it must return at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls the listener no more. */
    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    private void take(Feed.Answer<List<RoutingPlan>> answer) {
        HeldPlans before = held;
        HeldPlans.Accepted accepted = before.accept(answer.value(), answer.asked());
        held = accepted.held();
        tell(accepted.rejected());
        if (accepted.held().holdsTooManyMissing() && !before.holdsTooManyMissing()) {
            log.error(
                    "plans={} missing={} state=held reason=\"so many do not go at once by intent: they stay for {} min\"",
                    accepted.held().plans().size(),
                    missing(),
                    HeldPlans.MASS_REMOVAL_GRACE.toMinutes());
        }
        if (accepted.held().plans().equals(before.plans())) {
            return; // a source that knows nothing yet is no reason to empty the data planes
        }
        List<RoutingPlan> now = accepted.held().list();
        known = now;
        listeners.forEach(Runnable::run);
        if (writer != null) {
            writer.write(now);
        }
    }

    private void tell(List<RoutingPlan> nowRejected) {
        if (!nowRejected.equals(rejected)) {
            for (RoutingPlan plan : nowRejected) {
                log.warn(
                        "application={} epoch={} state=rejected reason=\"a newer epoch is held\"",
                        plan.application(),
                        plan.epoch());
            }
            rejected = nowRejected;
        }
    }

    @Override
    public void close() {
        feed.close();
        if (writer != null) {
            writer.close();
        }
    }
}
