package dev.fairlead.replication.takeover;

import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.takeover.rule.AntiFlap;
import dev.fairlead.replication.takeover.rule.Loss;
import dev.fairlead.replication.takeover.rule.Verdict;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Lsn;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides whether to take over at all, with what may be lost by it before anybody's eyes. */
@Component
final class DecideStep implements Step<MoveInput> {

    static final String NAME = "decide";

    /** Everything acknowledged until then is on a standby that answers. */
    static final String COVERED_UNTIL = "coveredUntil";

    /** What the primary had written when it was read last and no standby that answers has. */
    static final String KNOWN_BYTES = "lostBytesAtLeast";

    static final String APPROVED_BY = "approvedBy";

    private final Suspects suspects;
    private final MemberActions members;
    private final TakeoverBlocks blocks;
    private final SharedClock clock;
    private final MoveTimes times;

    DecideStep(Suspects suspects, MemberActions members, TakeoverBlocks blocks, SharedClock clock, MoveTimes times) {
        this.suspects = suspects;
        this.members = members;
        this.blocks = blocks;
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
    public Readiness precondition(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        Instant now = clock.instant();
        Optional<String> blocked = input.wish().cause() == MoveInput.Cause.FOUND
                ? AntiFlap.blocked(
                        blocks.last(input.database()).orElse(null),
                        Duration.ofMillis(input.spec().takeover().blockMs()),
                        now)
                : Optional.empty();
        if (blocked.isPresent()) {
            return new Readiness.Refused(blocked.get());
        }
        Loss loss = loss(input, now);
        Approval approval = context.approval();
        boolean accepted = input.wish().acceptLoss() || approval != null;
        Duration budget = Duration.ofMillis(input.spec().takeover().rpoBudgetMs());
        return switch (Verdict.before(input.synchronous(), accepted, loss, budget, now)) {
            case Verdict.Ask(String figures) -> new Readiness.NeedsOperator(figures);
            case Verdict.Go(String _) -> new Readiness.Ready(stored(loss, approval));
        };
    }

    private Loss loss(MoveInput input, Instant now) {
        Instant covered = input.standbys().stream()
                .map(standby -> suspects.bound(input.database(), standby))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(bound -> now.minus(bound))
                .orElse(null);
        return new Loss(covered, knownBytes(input));
    }

    private @Nullable Long knownBytes(MoveInput input) {
        Finding.Basis last = input.last();
        if (last == null) {
            return null;
        }
        Branch branch = last.branch();
        Lsn written = last.position();
        return members.askAll(input.spec(), input.standbys(), MemberSession::state).values().stream()
                .filter(state -> state.branch().equals(branch))
                .filter(MemberState.Standby.class::isInstance)
                .map(state -> written.bytesAheadOf(((MemberState.Standby) state).received()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Map<String, String> stored(Loss loss, @Nullable Approval approval) {
        Map<String, String> stored = new HashMap<>();
        Instant covered = loss.coveredUntil();
        Long bytes = loss.knownBytes();
        if (covered != null) {
            stored.put(COVERED_UNTIL, covered.toString());
        }
        if (bytes != null) {
            stored.put(KNOWN_BYTES, bytes.toString());
        }
        if (approval != null) {
            stored.put(APPROVED_BY, approval.author());
        }
        return stored;
    }

    /** What this step stored. */
    static Loss loss(StepContext<MoveInput> context) {
        Map<String, String> stored = context.outputOf(NAME);
        String covered = stored.get(COVERED_UNTIL);
        String bytes = stored.get(KNOWN_BYTES);
        return new Loss(covered == null ? null : Instant.parse(covered), bytes == null ? null : Long.valueOf(bytes));
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        return Outcome.done("looked at what it may lose");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        return Outcome.done(
                input.synchronous()
                        ? "nothing that was acknowledged is lost"
                        : loss(context).said(clock.instant()));
    }
}
