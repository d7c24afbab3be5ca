package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.takeover.rule.SealRule;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Detaches every standby that answers from the old primary. One that is left to it lets a primary that comes back acknowledge
 * writes beside the new one, synchronous or not: with fewer sealed than the rule asks for nobody takes over.
 */
@Component
final class SealStep implements Step<MoveInput> {

    static final String NAME = "seal";

    private static final String TIMELINE = "timeline.";

    private final MemberActions members;
    private final EpochGuard guard;
    private final MoveTimes times;

    SealStep(MemberActions members, EpochGuard guard, MoveTimes times) {
        this.members = members;
        this.guard = guard;
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

    /** Notes how the standbys are attached, and on which timeline: once sealed they do not tell any more. */
    @Override
    public Readiness precondition(StepContext<MoveInput> context) {
        Map<String, String> stored = new HashMap<>();
        MoveInput input = context.input();
        for (DataCenterName standby : input.standbys()) {
            members.askAll(input.spec(), List.of(standby), session -> attachment(standby, session))
                    .values()
                    .forEach(stored::putAll);
        }
        return new Readiness.Ready(stored);
    }

    private static Map<String, String> attachment(DataCenterName standby, MemberSession session) throws SQLException {
        Map<String, String> stored = new HashMap<>(Attachments.of(standby, session));
        MemberState state = session.state();
        stored.put(TIMELINE + standby, Long.toString(state.branch().timeline()));
        return stored;
    }

    /** The timeline that a standby was on before it was sealed; the other one where that was not read. */
    static long timeline(StepContext<MoveInput> context, DataCenterName standby, long other) {
        String stored = context.outputOf(NAME).get(TIMELINE + standby);
        return stored == null ? other : Math.max(other, Long.parseLong(stored));
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        guard.require(context);
        return Outcome.done("ordered of " + names(sealAll(context.input()).keySet()));
    }

    private SortedMap<DataCenterName, MemberState> sealAll(MoveInput input) {
        return members.askAll(input.spec(), input.standbys(), session -> {
            MemberState state = session.state();
            if (state instanceof MemberState.Standby) {
                session.seal();
            }
            return state;
        });
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        SortedMap<DataCenterName, MemberState> states =
                members.askAll(input.spec(), input.standbys(), MemberSession::state);
        Set<DataCenterName> sealed = states.entrySet().stream()
                .filter(member -> isSealed(member.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (sealed.size() < states.size()) {
            guard.require(context);
            sealAll(input); // also one that came back meanwhile
            return new Outcome.NotYet("sealed are " + names(sealed) + " of " + names(states.keySet()));
        }
        return SealRule.of(input.spec(), input.from())
                .missing(sealed)
                .<Outcome>map(Outcome.NotYet::new)
                .orElseGet(() -> Outcome.done("sealed are " + names(sealed)));
    }

    static boolean isSealed(MemberState state) {
        return state instanceof MemberState.Standby standby && standby.receiver() == null;
    }

    private static String names(Set<DataCenterName> names) {
        return names.isEmpty()
                ? "nobody"
                : names.stream().map(DataCenterName::value).sorted().collect(Collectors.joining(", "));
    }

    /** Attaches the standbys to the old primary again. */
    @Override
    public Outcome undo(StepContext<MoveInput> context) {
        guard.require(context);
        MoveInput input = context.input();
        Attachments before = new Attachments(context.output());
        Credentials.Login login = members.login(input.spec());
        for (DataCenterName standby : input.standbys()) {
            members.askAll(input.spec(), List.of(standby), session -> {
                session.follow(before.to(input.address(input.from()), standby, login));
                return standby;
            });
        }
        return Outcome.done("the standbys that answer follow the old primary again");
    }

    @Override
    public Outcome checkUndone(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        Set<DataCenterName> detached = members
                .askAll(input.spec(), input.standbys(), session -> session.setting("primary_conninfo"))
                .entrySet()
                .stream()
                .filter(standby -> standby.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return detached.isEmpty()
                ? Outcome.done("no standby that answers is detached")
                : new Outcome.NotYet("detached are " + names(detached));
    }
}
