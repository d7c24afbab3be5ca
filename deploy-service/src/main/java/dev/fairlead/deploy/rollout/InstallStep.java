package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Installs the version where no users are, and on the way back the one that was there before. */
@Component
final class InstallStep implements Step<RolloutSpec> {

    private static final String PREVIOUS = "previousVersion";

    private final Installation installation;
    private final DrainStep drain;
    private final Vantage vantage;
    private final Duration timeout;

    InstallStep(Installation installation, DrainStep drain, Vantage vantage, RolloutTimes within) {
        this.installation = installation;
        this.drain = drain;
        this.vantage = vantage;
        this.timeout = within.install();
    }

    @Override
    public String name() {
        return "install";
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Readiness precondition(StepContext<RolloutSpec> context) {
        String version = context.input().version();
        Optional<String> installed = installation.installed(context);
        if (installed.isPresent() && installed.get().equals(version)) {
            return new Readiness.Unneeded("runs %s already".formatted(version));
        }
        Readiness ready = new Readiness.Ready(
                installed.map(previous -> Map.of(PREVIOUS, previous)).orElse(Map.of()));
        return drain.users(context).<Readiness>map(Readiness.NotYet::new).orElse(ready);
    }

    @Override
    public Outcome act(StepContext<RolloutSpec> context) {
        return installation.install(context, context.input().version());
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return installation.isInstalled(context, context.input().version());
    }

    @Override
    public Outcome undo(StepContext<RolloutSpec> context) {
        String previous = context.output().get(PREVIOUS);
        if (previous == null) {
            return new Outcome.Failed("the hook told no version that could be installed again");
        }
        return drain.users(context)
                .<Outcome>map(Outcome.NotYet::new)
                .orElseGet(() -> installation.install(context, previous));
    }

    @Override
    public Outcome checkUndone(StepContext<RolloutSpec> context) {
        String previous = context.output().getOrDefault(PREVIOUS, "");
        Outcome installed = installation.isInstalled(context, previous);
        return installed instanceof Outcome.Done ? vantage.check(context, previous) : installed;
    }
}
