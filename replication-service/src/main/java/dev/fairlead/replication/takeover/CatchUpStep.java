package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.timeline.Lsn;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Notes the old primary's last position, and waits until the new one has received it. */
@Component
final class CatchUpStep implements Step<MoveInput> {

    static final String NAME = "catch-up";

    private static final String LAST = "lastPosition";

    private final MemberActions members;
    private final MoveTimes times;

    CatchUpStep(MemberActions members, MoveTimes times) {
        this.members = members;
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
    public Outcome act(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        MemberState state = members.ask(input.spec(), input.from(), MemberSession::state);
        return state instanceof MemberState.Primary primary
                ? new Outcome.Done(
                        "wrote up to " + primary.written(),
                        Map.of(LAST, primary.written().toString()))
                : new Outcome.Failed(input.from() + " is not the primary any more");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        DataCenterName to = ReadyStep.target(context.input());
        Lsn last = Lsn.parse(context.outputOf(NAME).getOrDefault(LAST, "FFFFFFFF/FFFFFFFF"));
        MemberState state = members.ask(context.input().spec(), to, MemberSession::state);
        if (!(state instanceof MemberState.Standby standby)) {
            return new Outcome.Failed(to + " is not a standby any more");
        }
        long bytes = last.bytesAheadOf(standby.received());
        return bytes == 0
                ? Outcome.done("%s has received all up to %s".formatted(to, last))
                : new Outcome.NotYet("%s lacks %d bytes of it".formatted(to, bytes));
    }
}
