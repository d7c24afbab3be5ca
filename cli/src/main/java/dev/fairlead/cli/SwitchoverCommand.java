package dev.fairlead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "switchover",
        description = "Moves a database's primary, which is well, to another data center without losing anything.",
        mixinStandardHelpOptions = true)
final class SwitchoverCommand extends RunVerbs {

    private static final String SWITCHOVERS = "/v1/switchovers";

    SwitchoverCommand() {
        super(SWITCHOVERS);
    }

    @Command(
            name = "start",
            description = "Starts a switchover: nobody writes while the primary moves.",
            mixinStandardHelpOptions = true)
    public int start(
            @Parameters(paramLabel = "DATABASE") String database,
            @Option(names = "--to", paramLabel = "DATA-CENTER", required = true, description = "Where it goes.")
                    String to,
            @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
                    String reason,
            @Mixin Follow follow) {
        ObjectNode order = Json.MAPPER.createObjectNode();
        order.put("database", database).put("to", to).put("reason", reason);
        return follow.run(root(), SWITCHOVERS, Json.text(root().api().post(SWITCHOVERS, order), "/id"));
    }
}
