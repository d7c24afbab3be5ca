package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

    @Parameters(index = "0", paramLabel = "DATA-CENTER")
    private String dataCenter = "";

    @Option(names = "--app", paramLabel = "APP", description = "Only this application; else every one.")
    private @Nullable String application;

    @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
    private String reason = "";

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = Json.MAPPER.createObjectNode();
        order.put("dataCenter", dataCenter).put("reason", reason);
        if (application != null) {
            order.put("application", application);
        }
        JsonNode restored = root.api().post("/v1/restores", order);
        StringBuilder text = new StringBuilder("%s is given back to %s; drains ended: %d%n"
                .formatted(
                        dataCenter,
                        application == null ? "every application" : application,
                        restored.path("ended").size()));
        restored.path("stillDraining")
                .forEach(drain -> text.append("still drained of %s until %s (override %s)%n"
                        .formatted(
                                drain.hasNonNull("application")
                                        ? Json.cell(drain.path("application"))
                                        : "every application",
                                Json.cell(drain.path("expiresAt")),
                                Json.cell(drain.path("id")))));
        root.print(text.toString());
        return ExitCode.OK;
    }
}
