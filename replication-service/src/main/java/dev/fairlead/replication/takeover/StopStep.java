package dev.fairlead.replication.takeover;

import dev.fairlead.replication.lease.WriteLease;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.local.StopMode;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Stops the old primary in order, so that its standbys get all it wrote: here where it stands beside this service, by the
 * service beside it, which loses the write lease, or by an operator. It has to be seen to be stopped.
 */
@Component
final class StopStep implements Step<MoveInput> {

    private final LeaseRecall lease;
    private final LocalServers locals;
    private final MemberActions members;
    private final EpochGuard guard;
    private final MoveTimes times;

    StopStep(LeaseRecall lease, LocalServers locals, MemberActions members, EpochGuard guard, MoveTimes times) {
        this.lease = lease;
        this.locals = locals;
        this.members = members;
        this.guard = guard;
        this.times = times;
    }

    /** The same as in a takeover: whoever gives the lease to the new primary looks there. */
    @Override
    public String name() {
        return FenceStep.NAME;
    }

    @Override
    public Duration timeout() {
        return times.act();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        guard.require(context);
        Optional<LocalServer> beside = beside(context);
        if (beside.isEmpty()) {
            return new Outcome.Done("its write lease is taken back", lease.recall(context.input()));
        }
        try {
            beside.get().stop(StopMode.FAST);
            Map<String, String> stored = lease.recall(context.input());
            beside.get().fence(LeaseRecall.epoch(stored).orElse(0L));
            return new Outcome.Done("it was stopped here", stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<LocalServer> beside(StepContext<MoveInput> context) {
        return locals.at(context.input().address(context.input().from()));
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        MemberState state = members.askAll(input.spec(), List.of(input.from()), MemberSession::state)
                .get(input.from());
        if (state instanceof MemberState.Primary) {
            return LeaseRecall.epoch(context).isPresent() || beside(context).isPresent()
                    ? new Outcome.NotYet(input.from() + " still runs")
                    : new Outcome.NeedsOperator(
                            "nothing stops %s: stop its server in order (pg_ctl stop -m fast), then approve"
                                    .formatted(input.from()));
        }
        return fenced(context)
                ? Outcome.done("the old primary is stopped")
                : new Outcome.NotYet(
                        "%s does not answer, which does not prove that it is stopped".formatted(input.from()));
    }

    /** Silence is no proof: whoever stopped it says so. */
    private boolean fenced(StepContext<MoveInput> context) {
        Optional<LocalServer> beside = beside(context);
        if (beside.isPresent()) {
            try {
                return !beside.get().isRunning();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return context.approval() != null
                || lease.recalled(context).map(WriteLease::fencedAt).isPresent();
    }

    @Override
    public Outcome undo(StepContext<MoveInput> context) {
        guard.require(context);
        long epoch = lease.giveBack(context.input());
        Optional<LocalServer> beside = beside(context);
        if (beside.isPresent()) {
            try {
                if (beside.get().fenced().isPresent()) {
                    beside.get().release(epoch);
                }
                beside.get().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Outcome.done("the old primary is to run again");
    }

    @Override
    public Outcome checkUndone(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        boolean answers = members.askAll(input.spec(), List.of(input.from()), MemberSession::state)
                .containsKey(input.from());
        return answers
                ? Outcome.done(input.from() + " answers again")
                : new Outcome.NotYet(input.from() + " does not answer yet");
    }
}
