package dev.fairlead.replication.takeover;

import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Lets new sessions on the old primary read only and ends those that there are, with an error and never with a success. A
 * client that asks for it can write all the same: this is the planned mode and no fence, which comes with the stop.
 */
@Component
final class ReadOnlyStep implements Step<MoveInput> {

    static final String NAME = "read-only";

    /** From when on no session writes any more that does not insist. */
    static final String SINCE = "since";

    static final String SETTING = "default_transaction_read_only";

    private final MemberActions members;
    private final EpochGuard guard;
    private final SharedClock clock;
    private final MoveTimes times;

    ReadOnlyStep(MemberActions members, EpochGuard guard, SharedClock clock, MoveTimes times) {
        this.members = members;
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
        return times.check();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        guard.require(context);
        MoveInput input = context.input();
        String since = context.output().getOrDefault(SINCE, clock.instant().toString());
        members.ask(input.spec(), input.from(), session -> {
            session.set(SETTING, "on");
            return session;
        });
        return new Outcome.Done("ordered", Map.of(SINCE, since));
    }

    /** Sessions that began before the server had read the setting are ended here. */
    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        return members.ask(input.spec(), input.from(), session -> {
            if (!session.setting(SETTING).equals("on")) {
                return new Outcome.NotYet("new sessions still write");
            }
            return Outcome.done("new sessions read only, %d were ended".formatted(session.endSessions()));
        });
    }

    @Override
    public Outcome undo(StepContext<MoveInput> context) {
        guard.require(context);
        MoveInput input = context.input();
        members.ask(input.spec(), input.from(), session -> {
            session.reset(SETTING);
            return session;
        });
        return Outcome.done("ordered");
    }

    @Override
    public Outcome checkUndone(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        String setting = members.ask(input.spec(), input.from(), session -> session.setting(SETTING));
        return setting.equals("off")
                ? Outcome.done("new sessions write again")
                : new Outcome.NotYet("new sessions still read only");
    }
}
