package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.evacuation.Verification;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Stays so for a while, as long as the others are well. Before it ends every vantage point has to find the applications well where
 * their users are now.
 */
@Component
final class DrillHoldStep implements Step<DrillInput> {

    static final String NAME = "hold";

    private final DrillWatch watch;
    private final Verification verification;
    private final InstantSource clock;
    private final DrillTimes times;

    DrillHoldStep(DrillWatch watch, Verification verification, InstantSource clock, DrillTimes times) {
        this.watch = watch;
        this.verification = verification;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** For looking around; how long it is held comes on top, see {@link DrillKind}. */
    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        return Outcome.done("holds");
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        Optional<String> broken = watch.reason(context);
        if (broken.isPresent()) {
            return new Outcome.Failed(broken.get());
        }
        DrillSpec spec = context.input().spec();
        Instant started = context.run().steps().get(context.sequence() - 1).started();
        Instant until = (started == null ? clock.instant() : started).plusSeconds(spec.holdSeconds());
        if (clock.instant().isBefore(until)) {
            return new Outcome.NotYet("held until " + until);
        }
        if (spec.mode() == DrillSpec.Mode.READ_ONLY) {
            return Outcome.done("was read-only for %d s".formatted(spec.holdSeconds()));
        }
        Verification.Findings found =
                verification.away(spec.dataCenter(), context.input().applications());
        if (!found.open().isEmpty()) {
            return new Outcome.NotYet(String.join("; ", found.open()));
        }
        return found.silent() == null
                ? Outcome.done("%d application(s) serve elsewhere for %d s"
                        .formatted(context.input().parts().size(), spec.holdSeconds()))
                : new Outcome.NotYet("not verified from %s, which nobody hears".formatted(found.silent()));
    }
}
