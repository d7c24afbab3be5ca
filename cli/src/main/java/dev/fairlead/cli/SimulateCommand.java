package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import dev.fairlead.cli.Table.Column;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "simulate",
        description = "Plays what happened to an application again with something else in it. Changes nothing.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    private static final List<Column> TIMELINE = List.of(
            Column.of("AT", "/at"), new Column("EVERYONE", PlanText::everyone), Column.of("SUMMARY", "/summary"));

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(index = "0", paramLabel = "APP")
    private String application = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "INSTANT",
            description = "When the period begins, such as 2026-11-22T10:15:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "When it ends; else now.")
    private @Nullable Instant to;

    @Option(
            names = "--hold-down",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "For how long an endpoint has to pass after an outage.")
    private @Nullable Duration holdDown;

    @Option(names = "--fall", paramLabel = "N", description = "After how many failures in a row an endpoint is down.")
    private @Nullable Integer fall;

    @Option(names = "--rise", paramLabel = "N", description = "After how many successes in a row it is up.")
    private @Nullable Integer rise;

    @Option(
            names = "--error-rate",
            arity = "2",
            paramLabel = "N",
            description = "Which percentage of how many probes makes it down, such as --error-rate 40 20.")
    private List<Integer> errorRate = new ArrayList<>();

    @Option(names = "--quorum", paramLabel = "N", description = "How many regions have to agree.")
    private @Nullable Integer quorum;

    @Option(
            names = "--lose",
            paramLabel = "DATA-CENTER",
            split = ",",
            description = "Data centers that are to have been down all of the time.")
    private List<String> lost = new ArrayList<>();

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = {
                "What the application is to have been, as for apply; - for standard input.",
                "Its health check changes no verdict: --fall, --rise, --error-rate and --hold-down do."
            })
    private @Nullable String file;

    @Option(
            names = "--drain",
            paramLabel = Spell.FORM,
            split = ",",
            converter = Spell.Converter.class,
            description = "Data centers that are to have been drained, all of the time unless given.")
    private List<Spell> drained = new ArrayList<>();

    @Option(
            names = "--pin",
            paramLabel = Spell.FORM,
            split = ",",
            converter = Spell.Converter.class,
            description = "Data centers to which everyone is to have been pinned.")
    private List<Spell> pinned = new ArrayList<>();

    @Option(
            names = "--without-overrides",
            description = "As if nobody had ordered anything but what --drain and --pin say.")
    private boolean withoutOverrides;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        ObjectNode question = question(root.surroundings().in());
        JsonNode would = root.api().post(Api.path("/v1/applications", application) + "/simulations", question);
        root.print(format == Format.table ? text(would) : format.one(would, List.of()));
        return ExitCode.OK;
    }

    private ObjectNode question(InputStream in) {
        ObjectNode question = Json.MAPPER.createObjectNode();
        question.put("from", requireNonNull(from).toString());
        if (to != null) {
            question.put("to", to.toString());
        }
        if (file != null) {
            question.set("spec", spec(file, in));
        }
        lost.forEach(name -> question.withArray("lost").addObject().put("dataCenter", name));
        drained.forEach(spell -> order(question, "drain", spell));
        pinned.forEach(spell -> order(question, "pin", spell));
        if (withoutOverrides) {
            question.put("withoutOverrides", true);
        }
        ObjectNode check = healthCheck();
        if (!check.isEmpty()) {
            question.set("healthCheck", check);
        }
        if (quorum != null) {
            question.put("quorum", quorum);
        }
        return question;
    }

    private static void order(ObjectNode question, String kind, Spell spell) {
        spell.into(question.withArray("orders").addObject().put("kind", kind));
    }

    /** What else the file describes is passed over: the other data centers and applications stay as they were. */
    private JsonNode spec(String path, InputStream in) {
        List<Manifest> described = manifests(path, in).stream()
                .filter(manifest -> manifest.kind() == Manifest.Kind.APPLICATION)
                .toList();
        List<Manifest> own = described.stream()
                .filter(manifest -> manifest.name().equals(application))
                .toList();
        if (own.isEmpty()) {
            String others = described.stream().map(Manifest::name).collect(Collectors.joining(", "));
            throw new Failure(
                    ExitCode.USAGE,
                    "%s: application %s is not in it, %s"
                            .formatted(path, application, others.isEmpty() ? "nor any other" : "but " + others));
        }
        if (own.size() > 1) {
            throw new Failure(
                    ExitCode.USAGE, "%s: application %s is in it %d times".formatted(path, application, own.size()));
        }
        JsonNode spec = own.getFirst().document().path("spec");
        if (!spec.isObject()) {
            throw new Failure(ExitCode.USAGE, own.getFirst().where() + ": /spec: a spec is needed");
        }
        return spec;
    }

    /** Here a bad file is a question that was typed wrongly; nothing was tried with it. */
    private static List<Manifest> manifests(String path, InputStream in) {
        try {
            return Manifest.read(path, in);
        } catch (Failure e) {
            throw new Failure(ExitCode.USAGE, e.line());
        }
    }

    private ObjectNode healthCheck() {
        ObjectNode check = Json.MAPPER.createObjectNode();
        if (fall != null) {
            check.put("fall", fall);
        }
        if (rise != null) {
            check.put("rise", rise);
        }
        if (!errorRate.isEmpty()) {
            check.putObject("errorRate").put("percent", errorRate.getFirst()).put("of", errorRate.getLast());
        }
        if (holdDown != null) {
            check.putObject("holdDown").put("firstMs", holdDown.toMillis());
        }
        return check;
    }

    private String text(JsonNode would) {
        return "%s: users were sent elsewhere %s times, they would have been %s times%n%s%n%s"
                .formatted(
                        application,
                        Json.cell(would.path("recordedSwitches")),
                        Json.cell(would.path("simulatedSwitches")),
                        would.path("reproduces").asBoolean(false)
                                ? ""
                                : "what was decided then does not come out again: it was another version, perhaps%n"
                                        .formatted(),
                        Table.of(TIMELINE, would.path("timeline")));
    }
}
