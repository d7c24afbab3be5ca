package dev.fairlead.replication.takeover;

import dev.fairlead.replication.lease.LeaseTerms;
import dev.fairlead.replication.lease.WriteLease;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.takeover.rule.FenceProof;
import dev.fairlead.replication.takeover.rule.Verdict;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps the old primary from writing: takes its write lease back, so that the service beside it stops it, and stops it itself
 * where it stands beside it. The end of the lease is waited for by a clock of this process, which nobody sets. From an asynchronous primary nobody takes over before that is proven, or an operator said so; from
 * a synchronous one the sealed standbys are the fence, and nobody waits here.
 */
@Component
final class FenceStep implements Step<MoveInput> {

    static final String NAME = "fence";

    private static final String FENCED_HERE = "fencedHere";

    private final LeaseRecall lease;
    private final LocalServers locals;
    private final EpochGuard guard;
    private final SharedClock clock;
    private final MoveTimes times;

    FenceStep(LeaseRecall lease, LocalServers locals, EpochGuard guard, SharedClock clock, MoveTimes times) {
        this.lease = lease;
        this.locals = locals;
        this.guard = guard;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.fence();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        guard.require(context);
        Map<String, String> stored = new HashMap<>(lease.recall(context.input()));
        boolean leased = !stored.isEmpty();
        Optional<LocalServer> beside =
                locals.at(context.input().address(context.input().from()));
        if (beside.isPresent()) {
            try {
                beside.get().fence(LeaseRecall.epoch(stored).orElse(0L));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            stored.put(FENCED_HERE, clock.instant().toString());
        }
        return new Outcome.Done(
                leased ? "the write lease is taken back" : "there is no write lease to take back", stored);
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        FenceProof proof = proof(context);
        if (input.synchronous()) {
            return Outcome.done(proof.reason() + "; the sealed standbys keep it from acknowledging anything");
        }
        if (proof instanceof FenceProof.Waiting(String reason)) {
            return new Outcome.NotYet(reason);
        }
        Approval approval = context.approval();
        if (approval != null) {
            return Outcome.done("%s; %s decided to go on".formatted(proof.reason(), approval.author()));
        }
        if (input.wish().acceptLoss()) {
            return Outcome.done(proof.reason() + "; whatever may be lost was accepted beforehand");
        }
        boolean accepted = context.outputOf(DecideStep.NAME).containsKey(DecideStep.APPROVED_BY);
        Duration budget = Duration.ofMillis(input.spec().takeover().rpoBudgetMs());
        return switch (Verdict.after(proof, accepted, DecideStep.loss(context), budget, clock.instant())) {
            case Verdict.Go(String reason) -> Outcome.done(reason);
            case Verdict.Ask(String figures) -> new Outcome.NeedsOperator(figures);
        };
    }

    private FenceProof proof(StepContext<MoveInput> context) {
        String here = context.output().get(FENCED_HERE);
        if (here != null) {
            return new FenceProof.Proven(Instant.parse(here), "the old primary was stopped here at " + here);
        }
        Instant lastHeard = Instant.parse(context.outputOf(SuspectStep.NAME)
                .getOrDefault(SuspectStep.LAST_HEARD, clock.instant().toString()));
        MoveInput input = context.input();
        WriteLease recalled = lease.recalled(context).orElse(null);
        Duration left = recalled == null ? Duration.ZERO : lease.left(recalled, input);
        return FenceProof.of(recalled, lastHeard, LeaseTerms.of(input.spec()), left);
    }

    /** Gives the lease back to whoever had it, and the server with it. */
    @Override
    public Outcome undo(StepContext<MoveInput> context) {
        guard.require(context);
        long epoch = lease.giveBack(context.input());
        Optional<LocalServer> beside =
                locals.at(context.input().address(context.input().from()));
        if (beside.isPresent()) {
            try {
                if (beside.get().fenced().isPresent()) {
                    beside.get().release(epoch);
                    beside.get().start();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Outcome.done("the old primary may write again");
    }

    @Override
    public Outcome checkUndone(StepContext<MoveInput> context) {
        return Outcome.done("the old primary may write again, should it answer");
    }
}
