package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "restore",
        description = "Gives a drained or held data center back to the steering policy.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Mixin
    private final Scope scope = new Scope();

    @Mixin
    private final Terms terms = new Terms();

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = scope.order();
        JsonNode restored = root.api().post(terms.on("/v1/restores"), order);
        root.print(terms.dryRun() ? PreviewText.of(restored) : text(order, restored));
        return ExitCode.OK;
    }

    private String text(ObjectNode order, JsonNode restored) {
        StringBuilder text = new StringBuilder("%s is given back to %s; drains ended: %d%n"
                .formatted(
                        scope.dataCenter(),
                        Scope.applications(order),
                        restored.path("ended").size()));
        restored.path("stillDraining")
                .forEach(drain -> text.append("still drained of %s until %s (override %s)%n"
                        .formatted(
                                Scope.applications(drain),
                                Json.cell(drain.path("expiresAt")),
                                Json.cell(drain.path("id")))));
        return text.toString();
    }
}
