package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.deploy.hook.InstallHook;
import dev.fairlead.deploy.version.VersionRecorder;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.StepContext;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Installs versions through the data center's hook, and records which one the hook tells. */
@Component
final class Installation {

    private final InstallHook hook;
    private final VersionRecorder versions;

    Installation(InstallHook hook, VersionRecorder versions) {
        this.hook = hook;
        this.versions = versions;
    }

    Optional<String> installed(StepContext<RolloutSpec> context) {
        return hook.installed(url(context));
    }

    Outcome install(StepContext<RolloutSpec> context, String version) {
        InstallHook.Order order =
                new InstallHook.Order(context.input().application(), RolloutKind.target(context), version);
        return hook.install(url(context), order, context.runId(), context.epoch());
    }

    Outcome isInstalled(StepContext<RolloutSpec> context, String version) {
        Optional<String> installed = installed(context);
        if (installed.isEmpty() || !installed.get().equals(version)) {
            return new Outcome.NotYet("the hook tells %s".formatted(installed.orElse("no version")));
        }
        versions.record(context.input().application(), RolloutKind.target(context), version, context.runId());
        return Outcome.done("runs " + version);
    }

    private static String url(StepContext<RolloutSpec> context) {
        return Objects.requireNonNull(context.input().installHooks().get(RolloutKind.target(context)));
    }
}
