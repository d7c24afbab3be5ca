package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "uptime",
        description = "Shows what an application's users lost, of what its uptime objective allows.",
        mixinStandardHelpOptions = true)
final class UptimeCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(index = "0", paramLabel = "APP")
    private String application = "";

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "Looks back so far, 1 to 90; ${DEFAULT-VALUE} unless given.")
    private int days = 30;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        JsonNode uptime = root.api().get(Api.path("/v1/applications", application) + "/uptime?days=" + days);
        root.print(format == Format.table ? UptimeText.of(uptime) : format.one(uptime, List.of()));
        return ExitCode.OK;
    }
}
