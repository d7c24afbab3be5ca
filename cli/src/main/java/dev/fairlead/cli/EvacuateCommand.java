package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "evacuate",
        description = {
            "Moves the users of all applications out of a data center, one application after the other, or back.",
            "It is a run: fairlead run tells it what to do."
        },
        mixinStandardHelpOptions = true)
final class EvacuateCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(index = "0", paramLabel = "DATA-CENTER")
    private String dataCenter = "";

    @Option(names = "--back", description = "Gives the users back.")
    private boolean back;

    @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
    private String reason = "";

    @Mixin
    private final Foresight foresight = new Foresight();

    @Mixin
    private final Follow follow = new Follow();

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = Json.MAPPER.createObjectNode();
        order.put("dataCenter", dataCenter)
                .put("direction", back ? "back" : "away")
                .put("reason", reason);
        JsonNode answer = root.api().post(foresight.on("/v1/evacuations"), order);
        if (foresight.dryRun()) {
            root.print(PreviewText.of(answer));
            return ExitCode.OK;
        }
        return follow.run(root, Json.text(answer, "/id"));
    }
}
