package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "read-only",
        description = "Lets an application take no writes, until the order ends or the time is over; reads go on.",
        mixinStandardHelpOptions = true)
final class ReadOnlyCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--in", paramLabel = "DATA-CENTER", description = "Only there; else everywhere.")
    private @Nullable String dataCenter;

    @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
    private String reason = "";

    @Mixin
    private final Term term = new Term();

    @Mixin
    private final Terms terms = new Terms();

    /** One application or all of them; a forgotten name does not mean all. */
    static final class Whom {

        @Parameters(index = "0", paramLabel = "APPLICATION")
        private @Nullable String application;

        @Option(names = "--all", description = "Every application.")
        private boolean all;
    }

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = Json.MAPPER.createObjectNode();
        if (dataCenter != null) {
            order.put("dataCenter", dataCenter);
        }
        order.put("reason", reason);
        if (whom.application != null) {
            order.put("application", whom.application);
        }
        String done = "%s is read-only %s"
                .formatted(Scope.applications(order), dataCenter == null ? "everywhere" : "in " + dataCenter);
        root.print(term.order(root.api(), "read-only", order, terms, done));
        return ExitCode.OK;
    }
}
