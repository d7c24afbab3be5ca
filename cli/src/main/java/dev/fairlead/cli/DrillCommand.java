package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "drill",
        description = {
            "Rehearses the loss of a data center, measures what it costs, and gives it back.",
            "It is a run: fairlead run tells it what to do."
        },
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {

    private static final String DRILLS = "/v1/drills";

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Spec
    private @Nullable CommandSpec spec;

    private Fairlead root() {
        return requireNonNull(fairlead);
    }

    @Override
    public Integer call() {
        CommandSpec own = requireNonNull(spec);
        throw new ParameterException(
                own.commandLine(),
                "one of %s is needed"
                        .formatted(String.join(", ", own.subcommands().keySet())));
    }

    /** What is rehearsed, and how far it may go. */
    static final class Order {

        @Option(
                names = {"-a", "--application"},
                paramLabel = "APP",
                description = "All with a pool there unless given.")
        private @Nullable String application;

        @Option(names = "--read-only", description = "Refuses writes there and sends nobody elsewhere.")
        private boolean readOnly;

        @Option(
                names = "--hold",
                paramLabel = "TIME",
                converter = Durations.class,
                description = "Stays so for so long; 60s unless given.")
        private Duration hold = Duration.ofSeconds(60);

        @Option(
                names = "--limit",
                paramLabel = "TIME",
                converter = Durations.class,
                description = "Breaks off when it is not on its way back by then; 60m unless given.")
        private Duration limit = Duration.ofMinutes(60);

        @Option(
                names = "--least-up",
                paramLabel = "PERCENT",
                description = "Breaks off when fewer endpoints elsewhere are up; ${DEFAULT-VALUE} unless given.")
        private int leastUp = 50;

        @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
        private String reason = "";

        ObjectNode of(String dataCenter) {
            ObjectNode order = Json.MAPPER.createObjectNode();
            if (application != null) {
                order.put("application", application);
            }
            return order.put("dataCenter", dataCenter)
                    .put("mode", readOnly ? "read-only" : "away")
                    .put("holdSeconds", hold.toSeconds())
                    .put("leastUpPercent", leastUp)
                    .put("limitMinutes", Durations.minutes(limit))
                    .put("reason", reason);
        }
    }

    @Command(name = "start", description = "Starts a drill.", mixinStandardHelpOptions = true)
    int start(
            @Parameters(paramLabel = "DATA-CENTER") String dataCenter,
            @Mixin Order order,
            @Mixin Foresight foresight,
            @Mixin Follow follow) {
        JsonNode answer = root().api().post(foresight.on(DRILLS), order.of(dataCenter));
        if (foresight.dryRun()) {
            root().print(PreviewText.of(answer));
            return ExitCode.OK;
        }
        return follow.run(root(), DRILLS, Json.text(answer, "/id"));
    }

    @Command(name = "list", description = "Lists drills, the newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = {"-a", "--application"},
                            paramLabel = "APP",
                            description = "Those in which it took part.")
                    @Nullable String application,
            @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "20", description = "How many at most.")
                    int limit,
            @Option(names = "--before", paramLabel = "TIME", description = "Goes on where a list said that more are.")
                    @Nullable String before) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        if (application != null) {
            query.add("application=" + Foresight.encoded(application));
        }
        if (before != null) {
            query.add("before=" + Foresight.encoded(before));
        }
        root().print(DrillText.list(root().api().get(DRILLS + "?" + String.join("&", query))));
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Shows how a drill stands. Exit code 1 when it failed or was broken off.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID") String id, @Mixin Follow follow) {
        return follow.run(root(), DRILLS, id);
    }

    @Command(
            name = "abort",
            description = {
                "Breaks a drill off and gives the data center back.",
                "Where it waits for an operator on its way back, gives that up."
            },
            mixinStandardHelpOptions = true)
    int abort(@Parameters(paramLabel = "ID") String id) {
        String path = Api.path(DRILLS, id) + "/abort";
        root().print(RunText.of(root().api().post(path, Json.MAPPER.createObjectNode())));
        return ExitCode.OK;
    }

    @Command(name = "report", description = "Shows what a drill came to.", mixinStandardHelpOptions = true)
    int report(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--html", description = "As a page to be kept.") boolean html,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "table",
                            description = "${COMPLETION-CANDIDATES}.")
                    Format format) {
        String path = Api.path(DRILLS, id) + "/report";
        if (html) {
            root().print(root().api().get(path + ".html").asString());
            return ExitCode.OK;
        }
        JsonNode report = root().api().get(path);
        root().print(format == Format.table ? DrillText.report(report) : format.one(report, List.of()));
        return ExitCode.OK;
    }
}
