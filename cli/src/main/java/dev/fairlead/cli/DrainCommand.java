package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "drain",
        description = "Takes all users out of a data center, until it is restored or the time is over.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Mixin
    private final Scope scope = new Scope();

    @Mixin
    private final Term term = new Term();

    @Mixin
    private final Terms terms = new Terms();

    @Option(
            names = "--over",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Takes them out step by step until then, up to 10h and less than --for; at once unless given.")
    private @Nullable Duration over;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = scope.order();
        String done = "%s is drained of %s".formatted(scope.dataCenter(), Scope.applications(order));
        if (over != null) {
            long minutes = Durations.minutes(over);
            order.put("overMinutes", minutes);
            done += ", empty in %d min,".formatted(minutes);
        }
        root.print(term.order(root.api(), "drain", order, terms, done));
        return ExitCode.OK;
    }
}
