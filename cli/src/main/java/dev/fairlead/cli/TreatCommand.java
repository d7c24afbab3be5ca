package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "treat",
        description = "Lets a data center count as up or down, whatever the probes say, until the time is over.",
        mixinStandardHelpOptions = true)
final class TreatCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Mixin
    private final Scope scope = new Scope();

    @Mixin
    private final Term term = new Term();

    @Mixin
    private final Terms terms = new Terms();

    @Option(names = "--as", required = true, description = "${COMPLETION-CANDIDATES}")
    private Health health = Health.UP;

    /** What it counts as. */
    enum Health {
        UP,
        DOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = scope.order();
        String done = "%s counts as %s for %s".formatted(scope.dataCenter(), health.word(), Scope.applications(order));
        root.print(term.order(root.api(), "treat-as-" + health.word(), order, terms, done));
        return ExitCode.OK;
    }
}
