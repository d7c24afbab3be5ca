package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import dev.fairlead.cli.Table.Column;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "distance",
        description =
                "Shows how far the primary of a database is from each data center, and how many requests have that way.",
        mixinStandardHelpOptions = true)
final class DistanceCommand implements Callable<Integer> {

    private static final List<Column> WAYS = List.of(
            Column.of("REGION", "/region"),
            Column.of("DATA CENTER", "/dataCenter"),
            new Column("MEDIAN", row -> ms(row.at("/roundTrip/medianMs"))),
            new Column("P99", row -> ms(row.at("/roundTrip/p99Ms"))),
            Column.of("READINGS", "/roundTrip/readings"),
            new Column(
                    "REQUESTS",
                    row -> row.hasNonNull("shareBasisPoints")
                            ? PlanText.percent(row.path("shareBasisPoints").asInt(0))
                            : "-"));

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
        JsonNode distance = root.api().get(Api.path("/v1/databases", name) + "/distance");
        root.print(format == Format.table ? text(distance) : format.one(distance, List.of()));
        return ExitCode.OK;
    }

    private static String text(JsonNode distance) {
        String primary = distance.hasNonNull("primary")
                ? "the primary is in " + Json.cell(distance.path("primary"))
                : "no primary is known";
        return "%s: %s%n%n%s"
                .formatted(Json.cell(distance.path("database")), primary, Table.of(WAYS, distance.path("from")));
    }

    private static String ms(JsonNode ms) {
        return ms.isNumber() ? String.format(Locale.ROOT, "%.1fms", ms.asDouble()) : "-";
    }
}
