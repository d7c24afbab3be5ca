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
        name = "pairs",
        description = "Shows how far each data center has what each other one wrote, where every one takes writes.",
        mixinStandardHelpOptions = true)
final class PairsCommand implements Callable<Integer> {

    private static final List<Column> PAIRS = List.of(
            Column.of("FROM", "/from"),
            Column.of("TO", "/to"),
            Column.of("SLOT", "/slot"),
            new Column("BEHIND", row -> ms(row.path("stalenessBoundMs"))),
            Column.of("BYTES", "/bytesBehind"),
            new Column("CONFLICTS", row -> conflicts(row.path("conflicts"))),
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
        root.print(format.list(root.api().get(Api.path("/v1/databases", name) + "/pairs"), PAIRS));
        return ExitCode.OK;
    }

    private static String conflicts(JsonNode counted) {
        if (!counted.isObject()) {
            return "unknown";
        }
        return counted.isEmpty()
                ? "0"
                : counted.properties().stream()
                        .map(kind -> kind.getValue().asLong() + " " + kind.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String ms(JsonNode bound) {
        return bound.isNumber() ? bound.asLong() + "ms" : "unknown";
    }
}
