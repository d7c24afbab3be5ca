package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.takeover.rule.Candidate;
import dev.fairlead.replication.takeover.rule.Choice;
import dev.fairlead.replication.takeover.rule.SealRule;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Chooses who takes over, of the standbys that are sealed at this moment. */
@Component
final class ChooseStep implements Step<MoveInput> {

    static final String NAME = "choose";

    private static final String TARGET = "dataCenter";
    private static final String RECEIVED = "received";
    private static final String TIMELINE = "timeline";
    private static final String LOST_BYTES = "lostBytesAtLeast";

    private final MemberActions members;
    private final MoveTimes times;

    ChooseStep(MemberActions members, MoveTimes times) {
        this.members = members;
        this.times = times;
    }

    /** Who takes over, and the timeline that it leaves. */
    record Chosen(DataCenterName dataCenter, long timeline) {}

    /** What this step stored. */
    static Chosen chosen(StepContext<MoveInput> context) {
        return chosen(context.outputOf(NAME));
    }

    static Chosen chosen(Map<String, String> stored) {
        String dataCenter = stored.get(TARGET);
        String timeline = stored.get(TIMELINE);
        if (dataCenter == null || timeline == null) {
            throw new IllegalStateException("nobody is chosen yet");
        }
        return new Chosen(DataCenterName.of(dataCenter), Long.parseLong(timeline));
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
    public Outcome act(StepContext<MoveInput> context) {
        return Outcome.done("compares what they received");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        List<Candidate> sealed = sealed(context);
        Set<DataCenterName> names = new HashSet<>();
        sealed.forEach(candidate -> names.add(candidate.dataCenter()));
        Optional<String> missing = SealRule.of(input.spec(), input.from()).missing(names);
        if (missing.isPresent()) {
            return new Outcome.NotYet(missing.get());
        }
        Finding.Basis last = input.last();
        Branch branch = last == null ? null : last.branch();
        Approval approval = context.approval();
        Choice choice = Choice.of(
                sealed,
                branch,
                input.spec().takeover().preference(),
                input.wish().to());
        return switch (choice) {
            case Choice.Take(Candidate candidate, String reason) -> taken(input, candidate, reason);
            case Choice.Behind behind ->
                approval == null
                        ? new Outcome.NeedsOperator(behind.reason() + ", which are lost with it; all the same?")
                        : taken(input, behind.wanted(), approval.author() + " approved: " + behind.reason());
            case Choice.None(String reason) -> new Outcome.Failed(reason);
        };
    }

    private List<Candidate> sealed(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        List<Candidate> sealed = new ArrayList<>();
        members.askAll(input.spec(), input.standbys(), MemberSession::state).forEach((member, state) -> {
            if (state instanceof MemberState.Standby standby && SealStep.isSealed(standby)) {
                Branch shown = standby.branch();
                long timeline = SealStep.timeline(context, member, shown.timeline());
                sealed.add(new Candidate(member, new Branch(shown.systemIdentifier(), timeline), standby.received()));
            }
        });
        return sealed;
    }

    private static Outcome taken(MoveInput input, Candidate candidate, String reason) {
        Map<String, String> stored = new HashMap<>();
        stored.put(TARGET, candidate.dataCenter().value());
        stored.put(RECEIVED, candidate.received().toString());
        stored.put(TIMELINE, Long.toString(candidate.branch().timeline()));
        Finding.Basis last = input.last();
        if (last != null && !input.synchronous() && last.branch().equals(candidate.branch())) {
            stored.put(LOST_BYTES, Long.toString(last.position().bytesAheadOf(candidate.received())));
        }
        return new Outcome.Done(reason, stored);
    }
}
