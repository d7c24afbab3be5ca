package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.deploy.EvacuationSpec.Direction;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Nobody is sent there any more, or each application serves there again; and wherever users are sent every vantage point finds
 * somebody who answers. Where one is silent an operator decides: to take everything back for that would be worse.
 */
@Component
final class VerifyStep implements Step<EvacuationInput> {

    private final Verification verification;
    private final InstantSource clock;
    private final EvacuationTimes times;

    VerifyStep(Verification verification, InstantSource clock, EvacuationTimes times) {
        this.verification = verification;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("looks from every vantage point");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        EvacuationSpec spec = context.input().spec();
        boolean away = spec.direction() == Direction.AWAY;
        List<ApplicationName> all = context.input().applications();
        Verification.Findings found =
                away ? verification.away(spec.dataCenter(), all) : verification.back(spec.dataCenter(), all);
        if (!found.open().isEmpty()) {
            return new Outcome.NotYet(String.join("; ", found.open()));
        }
        if (found.silent() != null && context.approval() == null) {
            String figures = "not verified from %s, which nobody hears".formatted(found.silent());
            return patient(context) ? new Outcome.NotYet(figures) : new Outcome.NeedsOperator(figures);
        }
        int applications = all.size();
        return Outcome.done(
                away
                        ? "%d applications serve elsewhere".formatted(applications)
                        : "%d applications serve there again".formatted(applications));
    }

    /** One that restarts is heard again before half of the time is over. */
    private boolean patient(StepContext<EvacuationInput> context) {
        Instant since = context.run().steps().get(context.sequence() - 1).since();
        return since != null && clock.instant().isBefore(since.plus(timeout().dividedBy(2)));
    }
}
