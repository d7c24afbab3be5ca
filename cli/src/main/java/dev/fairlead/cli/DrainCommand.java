package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
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

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long, up to 72h; 60m unless given.")
    private Duration time = Duration.ofMinutes(60);

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode order = scope.order();
        // the server counts in minutes: half a minute more is safer than half a minute less
        order.put("kind", "drain").put("minutes", time.plusSeconds(59).toMinutes());
        // an id of its own makes the order safe to repeat at the next address
        String id = "drain-" + UUID.randomUUID().toString().substring(0, 8);
        JsonNode override =
                root.api().put(Api.path("/v1/overrides", id), order, null).body();
        root.print("%s is drained of %s until %s (override %s)%n"
                .formatted(scope.dataCenter(), Scope.applications(order), Json.cell(override.path("expiresAt")), id));
        return ExitCode.OK;
    }
}
