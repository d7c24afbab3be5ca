package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "why",
        description = "Tells why an application's users go where they go, with all that the decision looked at.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(index = "0", paramLabel = "APP")
    private String application = "";

    @Option(names = "--at", paramLabel = "INSTANT", description = "Then, such as 2026-11-22T10:15:00Z; else now.")
    private @Nullable Instant at;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        String when = at == null ? "" : "?at=" + URLEncoder.encode(at.toString(), StandardCharsets.UTF_8);
        JsonNode why = root.api().get(Api.path("/v1/applications", application) + "/why" + when);
        root.print(format == Format.table ? text(why) : format.one(why, List.of()));
        return ExitCode.OK;
    }

    private static String text(JsonNode why) {
        StringBuilder text =
                new StringBuilder("%s%n%n%s".formatted(Json.cell(why.path("summary")), PlanText.of(why.path("plan"))));
        appendSteps(text, why.path("steps"));
        List<JsonNode> overrides = Json.flat(why.at("/inputs/orders/overrides"));
        append(text, Kind.VERDICTS, OrderedVerdicts.of(Json.flat(why.at("/inputs/evidence/verdicts")), overrides));
        append(text, Kind.FRESHNESS, Json.flat(why.at("/inputs/evidence/copies/members")));
        append(text, Kind.OVERRIDES, overrides);
        return text.toString();
    }

    private static void appendSteps(StringBuilder text, JsonNode steps) {
        if (steps.isEmpty()) {
            return;
        }
        Table table = new Table(List.of("STEP", "CAME-TO"));
        for (JsonNode step : steps) {
            step.path("said").forEach(said -> table.add(List.of(Json.cell(step.path("name")), Json.cell(said))));
        }
        text.append(System.lineSeparator()).append(table.text());
    }

    private static void append(StringBuilder text, Kind kind, List<JsonNode> rows) {
        if (!rows.isEmpty()) {
            text.append(System.lineSeparator()).append(kind.table(rows));
        }
    }
}
