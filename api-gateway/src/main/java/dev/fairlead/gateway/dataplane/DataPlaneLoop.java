package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one data plane at the plans in force. A change is applied at once against the state last seen, because observing
 * a large zone takes longer than changing it; after a failure, and every {@code observeEvery}, the data plane is read
 * first, so that a restart or a hand-made change is found. Nothing counts as obeyed before it was verified. One that several
 * gateways reach is left alone while another one pushes to it, and one that is only observed always.
 */
final class DataPlaneLoop<S> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataPlaneLoop.class);

    private final DataPlane<S> plane;
    private final PlanTable plans;
    private final Duration observeEvery;
    private final InstantSource clock;
    private final StatusBoard board;
    private final Turns turns;
    private final Hand hand;
    private final DnsCorrection correction;
    private final Loop loop;
    private final Runnable wake;

    /** What it held when it was last observed or changed; absent: it has to be observed. */
    private @Nullable S held;
    /** What it was last asked to hold, of which it may have refused a part; absent: nothing yet. */
    private @Nullable S asked;

    private List<Refusal> refusals = List.of();
    private Spared spared = Spared.NONE;

    /** What it was last seen to obey; absent: it may be anywhere. */
    private @Nullable S obeyed;

    /** As whom this gateway last wrote into it that it pushes; absent: it does not. */
    private @Nullable Pusher claimed;

    private Instant nextLook = Instant.MIN;

    /** What there was to know besides when it was last looked at. */
    private List<String> remarks = List.of();

    DataPlaneLoop(
            DataPlane<S> plane,
            PlanTable plans,
            Turns turns,
            Hand hand,
            DnsCorrection correction,
            Duration observeEvery,
            InstantSource clock,
            ObeyedListener onObeyed) {
        this.plane = plane;
        this.plans = plans;
        this.observeEvery = observeEvery;
        this.clock = clock;
        this.turns = turns;
        this.hand = hand;
        this.correction = correction;
        this.board = new StatusBoard(plane, clock.instant(), onObeyed);
        this.loop = Loop.start("data-plane-" + plane.name(), observeEvery, this::pass);
        this.wake = loop::wake;
        plans.onChange(wake);
        turns.onChange(wake);
    }

    DataPlaneStatus status() {
        return board.status();
    }

    private Pass pass() {
        Optional<List<RoutingPlan>> inForce = plans.plans();
        if (inForce.isEmpty()) {
            return new Pass.Settled();
        }
        Turn turn = turns.now();
        if (turn instanceof Turn.Anothers(String reason)) {
            follow(reason);
            return new Pass.Settled();
        }
        try {
            switch (hand) {
                case PUSHES -> reconcile(inForce.get(), ((Turn.Own) turn).pusher());
                case OBSERVES -> compare(inForce.get());
            }
        } catch (OvertakenException e) {
            follow(String.valueOf(e.getMessage()));
            turns.overtaken(e.by());
            return new Pass.Settled();
        } catch (RuntimeException e) {
            held = null;
            String reason = e instanceof DataPlaneException ? String.valueOf(e.getMessage()) : e.toString();
            board.failed(reason, clock.instant());
            return new Pass.Retry(reason);
        }
        return hand == Hand.PUSHES && isDue() ? new Pass.Again(Duration.ZERO) : new Pass.Settled();
    }

    /** Whoever pushes to it may correct what DNS answers as this gateway does, or not at all. */
    private void compare(List<RoutingPlan> inForce) {
        S observed = plane.observe();
        boolean asPlanned = observed.equals(plane.desired(inForce));
        boolean asCorrected =
                !asPlanned && plane.corrected() && observed.equals(plane.desired(correction.corrected(inForce)));
        if (asPlanned || asCorrected) {
            List<String> otherwise = asCorrected ? correction.inWords() : List.of();
            String how = Obedience.inWords(plane.shortfalls(inForce), List.of(), otherwise);
            board.obeyed(inForce, List.of(), how, false, false, clock.instant());
        } else {
            board.drifted("it does not hold what was decided, and is only observed", clock.instant());
        }
    }

    private void follow(String reason) {
        held = null;
        asked = null;
        obeyed = null;
        claimed = null;
        board.follows(reason, clock.instant());
    }

    private void reconcile(List<RoutingPlan> inForce, @Nullable Pusher pusher) {
        S planned = plane.desired(plane.corrected() ? correction.corrected(inForce) : inForce);
        if (pusher != null && !pusher.equals(claimed)) {
            plane.claim(pusher, planned, null);
            claimed = pusher;
            held = null; // whoever pushed before may have gone on until now
        }
        S before = held;
        boolean drifted = false;
        boolean looked = false;
        if (before == null || (isDue() && planned.equals(asked))) {
            before = plane.observe();
            looked = true;
            nextLook = clock.instant().plus(observeEvery);
            drifted = obeyed != null && !before.equals(obeyed);
        }
        boolean news = !planned.equals(asked);
        S desired = looked || news ? sparing(planned, before, looked) : before;
        Applied<S> applied = new Applied<>(before, refusals);
        if (looked ? !desired.equals(before) : news) {
            if (drifted || news) {
                board.behind(drifted ? "another hand changed it" : "a change is being applied", clock.instant());
            }
            applied = change(desired, before, pusher);
        } else if (looked) {
            applied = Applied.whole(desired);
        }
        S reached = applied.reached();
        boolean changed = !reached.equals(before);
        if (obeyed == null) {
            plane.verify(reached, before);
        }
        asked = planned;
        held = reached;
        obeyed = reached;
        refusals = applied.refusals();
        if (looked) {
            remarks = plane.tend(reached);
        }
        List<Refusal> kept = spared.and(refusals);
        board.obeyed(
                inForce,
                kept,
                Obedience.inWords(plane.shortfalls(inForce), kept, known()),
                changed,
                drifted && changed,
                clock.instant());
        if (changed) {
            obeyed = null; // until that is seen too
            plane.settle(reached);
            obeyed = reached;
        }
    }

    /** What is planned, with those names as they are that are too many to go without a word. */
    private S sparing(S planned, S before, boolean looked) {
        if (looked || spared.since() != null) {
            Set<String> known = asked == null ? Set.of() : plane.names(asked);
            spared = spared.after(plane.names(before), plane.names(planned), known, clock.instant());
        }
        return spared.names().isEmpty() ? planned : plane.keeping(planned, spared.names(), before);
    }

    /** Where nothing came of it, because the same is refused again, what was seen before still holds. */
    private Applied<S> change(S desired, S before, @Nullable Pusher pusher) {
        S seen = obeyed;
        obeyed = null;
        if (pusher != null) {
            plane.claim(pusher, desired, before);
        }
        Applied<S> applied = plane.apply(desired, before);
        if (before.equals(seen) && applied.reached().equals(before)) {
            obeyed = seen;
        }
        return applied;
    }

    private List<String> known() {
        return plane.corrected()
                ? Stream.concat(remarks.stream(), correction.inWords().stream()).toList()
                : remarks;
    }

    private boolean isDue() {
        return !clock.instant().isBefore(nextLook);
    }

    @Override
    public void close() {
        plans.forget(wake);
        loop.close();
        turns.close();
    }

    /** What a loop does about a data plane that does not hold what it should. */
    enum Hand {
        PUSHES,
        OBSERVES
    }

    /** Told of every change that a data plane was seen to obey. */
    interface ObeyedListener {

        void onObeyed(String plane, RoutingPlan plan, Duration lag);
    }
}
