package dev.fairlead.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "takeover",
        description = "Moves a database's primary away from a data center that is lost.",
        mixinStandardHelpOptions = true)
final class TakeoverCommand extends RunVerbs {

    private static final String TAKEOVERS = "/v1/takeovers";

    TakeoverCommand() {
        super(TAKEOVERS);
    }

    @Command(
            name = "start",
            description = {
                "Starts a takeover. Where acknowledged writes may be lost, or the old primary may still take some,",
                "it asks first and shows how much."
            },
            mixinStandardHelpOptions = true)
    public int start(
            @Parameters(paramLabel = "DATABASE") String database,
            @Option(names = "--to", paramLabel = "DATA-CENTER", description = "To whoever has the most unless given.")
                    @Nullable String to,
            @Option(
                            names = "--from",
                            paramLabel = "DATA-CENTER",
                            description = "Where the primary was, if nobody knows that any more.")
                    @Nullable String from,
            @Option(names = "--accept-loss", description = "Asks nothing about what may be lost.") boolean acceptLoss,
            @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
                    String reason,
            @Mixin Follow follow) {
        ObjectNode order = Json.MAPPER.createObjectNode().put("database", database);
        if (from != null) {
            order.put("from", from);
        }
        if (to != null) {
            order.put("to", to);
        }
        order.put("acceptLoss", acceptLoss).put("reason", reason);
        return follow.run(root(), TAKEOVERS, Json.text(root().api().post(TAKEOVERS, order), "/id"));
    }
}
