package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import dev.fairlead.cli.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "lost-writes",
        description =
                "Shows what old primaries of a database had alone when they were rebuilt; as yaml or json each transaction, and the files of rows.",
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

    @Option(
            names = "--rows",
            paramLabel = "RUN",
            description = "Prints the rows that this run's old primary had alone, as comma-separated values.")
    private @Nullable String run;

    @Option(names = "--table", paramLabel = "TABLE", description = "Of this table, where there are several.")
    private @Nullable String table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(parent).root();
        String path = Api.path("/v1/databases", name) + "/lost-writes";
        JsonNode moves = root.api().get(path);
        if (run == null) {
            root.print(format.list(moves, MOVES));
        } else {
            String file = file(moves, run);
            root.print(root.api()
                    .get(Api.path(Api.path(path, run) + "/rows", file))
                    .asString());
        }
        return ExitCode.OK;
    }

    private String file(JsonNode moves, String run) {
        List<JsonNode> tables = moves.path("items")
                .valueStream()
                .filter(move -> move.path("run").asString("").equals(run))
                .flatMap(move -> move.path("rows").path("tables").valueStream())
                .filter(kept -> table == null || kept.path("table").asString("").equals(table))
                .toList();
        if (tables.size() == 1) {
            return tables.getFirst().path("file").asString("");
        }
        throw new Failure(
                ExitCode.FAILED,
                tables.isEmpty()
                        ? "no rows are kept of that"
                        : "--table is needed, one of "
                                + tables.stream()
                                        .map(kept -> kept.path("table").asString(""))
                                        .collect(Collectors.joining(", ")));
    }
}
