package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlaneLoop.ObeyedListener;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Counts;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Obeyed;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Standing;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one loop has to tell: written by the loop alone, read by everyone. */
final class StatusBoard {

    private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);

    private final DataPlane<?> plane;
    private final Instant started;
    private final ObeyedListener onObeyed;
    private final Map<ApplicationName, RoutingPlan> obeyedPlans = new HashMap<>();
    private volatile DataPlaneStatus status;

    StatusBoard(DataPlane<?> plane, Instant started, ObeyedListener onObeyed) {
        this.plane = plane;
        this.started = started;
        this.onObeyed = onObeyed;
        this.status = new DataPlaneStatus(
                plane.name(),
                plane.kind(),
                plane.capabilities(),
                new Standing(State.BEHIND, "no plan is known yet", started),
                null,
                new Counts(0, 0),
                List.of());
    }

    DataPlaneStatus status() {
        return status;
    }

    void behind(String reason, Instant now) {
        if (status.standing().state() != State.FAILING) { // an attempt is not yet a success
            stand(State.BEHIND, reason, now, status.obeyed(), status.counts());
        }
    }

    void follows(String reason, Instant now) {
        stand(State.FOLLOWING, reason, now, status.obeyed(), status.counts());
    }

    void drifted(String reason, Instant now) {
        stand(State.DRIFTED, reason, now, status.obeyed(), status.counts());
    }

    void failed(String reason, Instant now) {
        Counts counts = status.counts();
        stand(State.FAILING, reason, now, status.obeyed(), new Counts(counts.retries() + 1, counts.driftsMended()));
    }

    /**
     * @param refusals what of the plans it did not take; those are not obeyed
     * @param how in words
     * @param changed whether anything had to be done for it
     * @param mended whether what had to be done was another hand's doing
     */
    void obeyed(
            List<RoutingPlan> plans, List<Refusal> refusals, String how, boolean changed, boolean mended, Instant now) {
        Obeyed newest = status.obeyed();
        Set<String> refused = refusals.stream().map(Refusal::name).collect(Collectors.toSet());
        for (RoutingPlan plan : plans) {
            RoutingPlan before = obeyedPlans.get(plan.application());
            if (plan != before && !isAmong(refused, plan)) {
                obeyedPlans.put(plan.application(), plan);
                if (before == null || before.epoch() < plan.epoch()) {
                    newest = obeyed(plan, before, newest, changed, now);
                }
            }
        }
        if (obeyedPlans.size() > plans.size()) {
            obeyedPlans
                    .keySet()
                    .retainAll(plans.stream().map(RoutingPlan::application).collect(Collectors.toSet()));
        }
        Counts counts = status.counts();
        if (mended) {
            log.warn("plane={} state=mended reason=\"it did not hold what was last applied\"", plane.name());
        }
        Counts next = new Counts(counts.retries(), counts.driftsMended() + (mended ? 1 : 0));
        stand(refusals.isEmpty() ? State.IN_SYNC : State.PARTIAL, how, now, newest, next, refusals);
    }

    private static boolean isAmong(Set<String> refused, RoutingPlan plan) {
        return !refused.isEmpty()
                && (refused.contains(Refusal.name(plan.host()))
                        || refused.contains(plan.application().value()));
    }

    private @Nullable Obeyed obeyed(
            RoutingPlan plan, @Nullable RoutingPlan before, @Nullable Obeyed newest, boolean changed, Instant now) {
        long epoch = newest == null ? plan.epoch() : Math.max(newest.epoch(), plan.epoch());
        if (!changed) {
            return newest == null ? new Obeyed(epoch, now, null, null) : newest.at(epoch);
        }
        boolean live = plan.decidedAt().isAfter(started);
        boolean failover =
                plan.proof() != null && (before == null || !plan.proof().equals(before.proof()));
        Duration lag = Duration.between(plan.decidedAt(), now);
        Long lagMs = live ? lag.toMillis() : null;
        Long proofLagMs = live && failover ? Duration.between(plan.proof(), now).toMillis() : null;
        log.info(
                "plane={} application={} epoch={} state=obeyed lag_ms={} proof_lag_ms={}",
                plane.name(),
                plan.application(),
                plan.epoch(),
                Objects.requireNonNullElse(lagMs, "-"),
                Objects.requireNonNullElse(proofLagMs, "-"));
        if (live) {
            onObeyed.onObeyed(plane.name(), plan, lag);
        }
        return new Obeyed(epoch, now, lagMs, proofLagMs);
    }

    private void stand(State state, String reason, Instant now, @Nullable Obeyed obeyed, Counts counts) {
        stand(state, reason, now, obeyed, counts, status.refusals());
    }

    private void stand(
            State state, String reason, Instant now, @Nullable Obeyed obeyed, Counts counts, List<Refusal> refusals) {
        Standing before = status.standing();
        status = new DataPlaneStatus(
                status.name(),
                status.kind(),
                status.capabilities(),
                new Standing(state, reason, before.state() == state ? before.since() : now),
                obeyed,
                counts,
                refusals);
    }
}
