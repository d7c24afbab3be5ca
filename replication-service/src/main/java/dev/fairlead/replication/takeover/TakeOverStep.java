package dev.fairlead.replication.takeover;

import dev.fairlead.replication.takeover.ChooseStep.Chosen;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes the chosen standby the primary. From here on there is no way back: what the old primary had and nobody else is lost to
 * the database from the first write on.
 */
@Component
final class TakeOverStep implements Step<MoveInput> {

    static final String NAME = "take-over";

    /** Until when nobody could write, in ms, where it is known since when: of a switchover. */
    static final String WRITE_GAP_MS = "writeGapMs";

    private static final String TIMELINE = "timeline";

    private final MemberActions members;
    private final LeaseRecall lease;
    private final TakeoverBlocks blocks;
    private final EpochGuard guard;
    private final SharedClock clock;
    private final MoveTimes times;

    TakeOverStep(
            MemberActions members,
            LeaseRecall lease,
            TakeoverBlocks blocks,
            EpochGuard guard,
            SharedClock clock,
            MoveTimes times) {
        this.members = members;
        this.lease = lease;
        this.blocks = blocks;
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
        return times.act();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.NO_RETURN;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        guard.require(context);
        MoveInput input = context.input();
        Chosen chosen = ChooseStep.chosen(context);
        Optional<String> open = lease.open(context, chosen);
        if (open.isPresent()) {
            return new Outcome.NotYet(open.get());
        }
        if (input.wish().cause() != MoveInput.Cause.PLANNED) {
            blocks.begin(input.database(), context.runId(), clock.instant());
        }
        guard.require(context);
        return members.ask(input.spec(), chosen.dataCenter(), session -> takenOver(session, chosen));
    }

    private static Outcome takenOver(MemberSession session, Chosen chosen) throws SQLException {
        return switch (session.state()) {
            case MemberState.Primary primary ->
                primary.branch().timeline() > chosen.timeline()
                        ? Outcome.done("is primary already")
                        : new Outcome.Failed("is primary of the old timeline %d"
                                .formatted(primary.branch().timeline()));
            case MemberState.Standby standby -> {
                if (!SealStep.isSealed(standby)) {
                    yield new Outcome.Failed("is no longer sealed: somebody attached it to a primary again");
                }
                session.takeOver();
                yield Outcome.done("ordered");
            }
        };
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        Chosen chosen = ChooseStep.chosen(context);
        return members.ask(context.input().spec(), chosen.dataCenter(), session -> {
            MemberState state = session.state();
            if (!(state instanceof MemberState.Primary) || state.branch().timeline() <= chosen.timeline()) {
                return new Outcome.NotYet("%s is not primary on a later timeline yet".formatted(chosen.dataCenter()));
            }
            session.testWrite();
            return new Outcome.Done(
                    "%s is primary on timeline %d and takes writes"
                            .formatted(chosen.dataCenter(), state.branch().timeline()),
                    stored(context, state));
        });
    }

    private Map<String, String> stored(StepContext<MoveInput> context, MemberState state) {
        Map<String, String> stored = new HashMap<>();
        stored.put(TIMELINE, Long.toString(state.branch().timeline()));
        String readOnlySince = context.outputOf(ReadOnlyStep.NAME).get(ReadOnlyStep.SINCE);
        if (readOnlySince != null) {
            Duration gap = Duration.between(Instant.parse(readOnlySince), clock.instant());
            stored.put(WRITE_GAP_MS, Long.toString(gap.toMillis()));
        }
        return stored;
    }

    /** The timeline that the new primary began. */
    static long timeline(StepContext<MoveInput> context) {
        return timeline(context.outputOf(NAME));
    }

    static long timeline(Map<String, String> stored) {
        String timeline = stored.get(TIMELINE);
        if (timeline == null) {
            throw new IllegalStateException("nobody has taken over yet");
        }
        return Long.parseLong(timeline);
    }
}
