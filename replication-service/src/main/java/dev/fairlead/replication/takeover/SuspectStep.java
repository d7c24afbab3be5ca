package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.takeover.rule.Suspicion;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Looks whether the primary is lost, as the regions and its standbys see it. One that somebody still hears is left alone; an
 * operator who orders its takeover all the same is asked again first. Between two data centers a hasty yes may split the
 * database: whoever says it types the database's name.
 */
@Component
final class SuspectStep implements Step<MoveInput> {

    static final String NAME = "suspect";

    /** When the primary answered last. */
    static final String LAST_HEARD = "lastHeard";

    /** What an operator who answers this step has to type; absent: nothing. */
    static final String CONFIRM = "confirm";

    /** The region whose service had seen the primary when it looked first; absent: it had not. */
    private static final String KNOWN_IN = "knownIn";

    private final Suspects suspects;
    private final LeaseRecall lease;
    private final SharedClock clock;
    private final MoveTimes times;

    SuspectStep(Suspects suspects, LeaseRecall lease, SharedClock clock, MoveTimes times) {
        this.suspects = suspects;
        this.lease = lease;
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
    public Outcome act(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        lease.watch(input);
        Instant now = clock.instant();
        Optional<Suspects.Known> known = suspects.primary(input.database())
                .filter(primary -> primary.dataCenter().equals(input.from()));
        Instant heard =
                known.map(primary -> now.minus(primary.silentFor())).orElse(now); // who knows nothing says the worst
        Map<String, String> stored = new HashMap<>(Map.of(LAST_HEARD, heard.toString()));
        if (known.isPresent() || suspects.onlyHere() && input.last() != null) { // or killed before it came here
            stored.put(KNOWN_IN, suspects.here().value());
        }
        if (input.isPair()) {
            stored.put(CONFIRM, input.database().value());
        }
        return new Outcome.Done("looks from every region", stored);
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        boolean ordered = input.wish().cause() != MoveInput.Cause.FOUND;
        Approval approval = context.approval();
        if (ordered && approval != null) {
            return Outcome.done("%s ordered it all the same".formatted(approval.author()));
        }
        String knownIn = context.output().get(KNOWN_IN);
        RegionName region = knownIn == null ? null : RegionName.of(knownIn);
        return switch (suspects.judge(input.database(), input.spec(), input.from(), region)) {
            case Suspicion.Lost(String reason) -> Outcome.done(reason);
            case Suspicion.Undecided(String reason) ->
                approval == null
                        ? new Outcome.NeedsOperator(reason + ": is it lost?")
                        : Outcome.done("%s; %s says that it is lost".formatted(reason, approval.author()));
            case Suspicion.Alive(String reason) -> ordered ? unless(reason) : new Outcome.Failed(reason);
            case Suspicion.Unsure(String reason) -> ordered ? unless(reason) : new Outcome.NotYet(reason);
        };
    }

    private static Outcome unless(String reason) {
        return new Outcome.NeedsOperator(
                reason + ": a switchover would lose nothing; take over all the same and stop it first?");
    }
}
