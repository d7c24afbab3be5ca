package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks before anything is done: the primary is well, and the new one streams from it under its name. */
@Component
final class ReadyStep implements Step<MoveInput> {

    private final MemberActions members;
    private final MoveTimes times;

    ReadyStep(MemberActions members, MoveTimes times) {
        this.members = members;
        this.times = times;
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Readiness precondition(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        DataCenterName to = target(input);
        return members.ask(input.spec(), input.from(), session -> {
            if (!(session.state() instanceof MemberState.Primary)) {
                return new Readiness.Refused(input.from() + " is not the primary");
            }
            Set<String> streaming = session.streaming();
            return streaming.contains(to.value())
                    ? Readiness.ready()
                    : new Readiness.Refused("%s does not stream from %s under its name, but %s do"
                            .formatted(to, input.from(), streaming));
        });
    }

    /** Whom an operator asked for. */
    static DataCenterName target(MoveInput input) {
        DataCenterName to = input.wish().to();
        if (to == null) {
            throw new IllegalStateException("a switchover goes to somebody");
        }
        return to;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        return Outcome.done("looked at both");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        return Outcome.done("%s streams".formatted(target(context.input())));
    }
}
