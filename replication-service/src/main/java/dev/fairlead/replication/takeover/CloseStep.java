package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Sees that commits wait for standbys again where they are to, and begins the time in which no other takeover begins by
 * itself.
 */
@Component
final class CloseStep implements Step<MoveInput> {

    private final MemberActions members;
    private final TakeoverBlocks blocks;
    private final SharedClock clock;
    private final MoveTimes times;

    CloseStep(MemberActions members, TakeoverBlocks blocks, SharedClock clock, MoveTimes times) {
        this.members = members;
        this.blocks = blocks;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return "close";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        if (input.wish().cause() == MoveInput.Cause.PLANNED) {
            members.ask(input.spec(), input.from(), session -> {
                session.reset(ReadOnlyStep.SETTING);
                return session;
            });
            return Outcome.done("the old primary will write again when it is the primary again");
        }
        blocks.begin(input.database(), context.runId(), clock.instant());
        return Outcome.done("no takeover begins by itself for a while");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        DatabaseSpec.Synchronous synchronous = input.spec().synchronous();
        if (synchronous == null) {
            return Outcome.done("commits wait for nobody, as before");
        }
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        Set<String> left = members.ask(input.spec(), primary, session -> leftOut(session, synchronous));
        if (left.isEmpty()) {
            return Outcome.done("commits on %s wait for the standbys again".formatted(primary));
        }
        Approval approval = context.approval();
        String open = "commits on %s do not wait for %s".formatted(primary, String.join(", ", left));
        return approval != null
                ? Outcome.done("%s; %s leaves it so".formatted(open, approval.author()))
                : new Outcome.NeedsOperator(
                        "%s; set there synchronous_standby_names = '%s'".formatted(open, wanted(synchronous, primary)));
    }

    /** The standbys that stream and that no commit waits for. */
    private static Set<String> leftOut(MemberSession session, DatabaseSpec.Synchronous synchronous)
            throws SQLException {
        Set<String> left = new TreeSet<>(session.streaming());
        left.retainAll(synchronous.members().stream().map(DataCenterName::value).toList());
        left.removeAll(session.waitedFor());
        if (session.setting("synchronous_standby_names").isBlank()) {
            left.add("anybody");
        }
        return left;
    }

    private static String wanted(DatabaseSpec.Synchronous synchronous, DataCenterName primary) {
        return synchronous.members().stream()
                .filter(member -> !member.equals(primary))
                .map(member -> "\"" + member + "\"")
                .collect(Collectors.joining(", ", "ANY %d (".formatted(synchronous.acknowledgements()), ")"));
    }
}
