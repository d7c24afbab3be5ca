package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import dev.fairlead.cli.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "lost-writes",
        description =
                "Shows what old primaries of a database had alone when they were rebuilt; as yaml or json each transaction.",
        mixinStandardHelpOptions = true)
final class LostWritesCommand implements Callable<Integer> {

    private static final List<Column> MOVES = List.of(
            Column.of("RUN", "/run"),
            Column.of("DATA CENTER", "/dataCenter"),
            Column.of("TRANSACTIONS", "/log/commits/count"),
            Column.of("BYTES", "/log/bytes"),
            Column.of("FIRST", "/log/commits/first"),
            Column.of("LAST", "/log/commits/last"),
            Column.of("REASON", "/reason"));

    @ParentCommand
    private @Nullable DatabaseCommand parent;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(parent).root();
        root.print(format.list(root.api().get(Api.path("/v1/databases", name) + "/lost-writes"), MOVES));
        return ExitCode.OK;
    }
}
