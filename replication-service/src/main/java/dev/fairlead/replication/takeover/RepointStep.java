package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Lets the other standbys follow the new primary, each under the name of its data center, by which synchronous standbys are
 * named. That they do is seen on both sides: the new primary streams to it, and it is on the new timeline. One that lacks log
 * which nobody has any more never will: an operator lets the run go on without it.
 */
@Component
final class RepointStep implements Step<MoveInput> {

    private final MemberActions members;
    private final EpochGuard guard;
    private final MoveTimes times;

    RepointStep(MemberActions members, EpochGuard guard, MoveTimes times) {
        this.members = members;
        this.guard = guard;
        this.times = times;
    }

    @Override
    public String name() {
        return "repoint";
    }

    @Override
    public Duration timeout() {
        return times.act();
    }

    private static List<DataCenterName> others(StepContext<MoveInput> context) {
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        return context.input().standbys().stream()
                .filter(standby -> !standby.equals(primary))
                .toList();
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        order(context);
        return Outcome.done("ordered of those that answer");
    }

    private void order(StepContext<MoveInput> context) {
        guard.require(context);
        MoveInput input = context.input();
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        Attachments before = new Attachments(context.outputOf(SealStep.NAME));
        Credentials.Login login = members.login(input.spec());
        for (DataCenterName standby : others(context)) {
            members.askAll(input.spec(), List.of(standby), session -> {
                String slot = session.setting("primary_slot_name");
                if (!slot.isEmpty()) {
                    members.ask(input.spec(), primary, at -> {
                        at.createSlot(slot);
                        return slot;
                    });
                }
                session.follow(before.to(input.address(primary), standby, login));
                return standby;
            });
        }
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        long timeline = TakeOverStep.timeline(context);
        Set<String> streaming = members.ask(input.spec(), primary, MemberSession::streaming);
        Map<DataCenterName, MemberState> states = members.askAll(input.spec(), others(context), MemberSession::state);
        List<String> open = new ArrayList<>();
        states.forEach((standby, state) -> {
            if (!streaming.contains(standby.value())) {
                open.add(standby + " does not stream from the new primary under its name");
            } else if (state.branch().timeline() < timeline) {
                open.add("%s is still on timeline %d"
                        .formatted(standby, state.branch().timeline()));
            }
        });
        Approval approval = context.approval();
        if (!open.isEmpty() && approval != null) {
            return Outcome.done("%s goes on without: %s".formatted(approval.author(), String.join("; ", open)));
        }
        if (!open.isEmpty()) {
            order(context); // also of one that came back meanwhile
            return new Outcome.NotYet(String.join("; ", open));
        }
        int away = others(context).size() - states.size();
        String others = "%d standbys follow %s".formatted(states.size(), primary);
        return Outcome.done(away == 0 ? others : others + "; %d do not answer and stay sealed or lost".formatted(away));
    }
}
