package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "lag",
        description = "Shows how stale each data center's copy of a database was, and how much of that nobody saw.",
        mixinStandardHelpOptions = true)
final class LagCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable DatabaseCommand parent;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Looks back so far, up to 90d; 1h unless given. By the minute for two days, else by the hour.")
    private Duration since = Duration.ofHours(1);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(parent).root();
        Instant from = Instant.now().minus(since).truncatedTo(ChronoUnit.SECONDS);
        JsonNode lag = root.api().get(Api.path("/v1/databases", name) + "/lag?from=" + from);
        root.print(format == Format.table ? LagText.of(lag) : format.one(lag, List.of()));
        return ExitCode.OK;
    }
}
