package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

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

/** What runs are told, and how they are followed, wherever they are found. */
abstract sealed class RunVerbs implements Callable<Integer> permits RunCommand, TakeoverCommand, SwitchoverCommand {

    private final String collection;

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param collection the path under which the runs are */
    RunVerbs(String collection) {
        this.collection = collection;
    }

    Fairlead root() {
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

    @Command(
            name = "status",
            description = "Shows how a run stands. Exit code 1 when it failed or was rolled back.",
            mixinStandardHelpOptions = true)
    public int status(@Parameters(paramLabel = "ID") String id, @Mixin Follow follow) {
        return follow.run(root(), collection, id);
    }

    @Command(
            name = "pause",
            description = "Holds a run where it is, after what it is doing now.",
            mixinStandardHelpOptions = true)
    public int pause(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "pause", Json.MAPPER.createObjectNode());
    }

    @Command(name = "resume", description = "Lets a paused run go on.", mixinStandardHelpOptions = true)
    public int resume(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "resume", Json.MAPPER.createObjectNode());
    }

    @Command(
            name = "abort",
            description = {
                "Turns a run back: what it did is taken back in reverse.",
                "Where it waits for an operator on its way back, gives that up."
            },
            mixinStandardHelpOptions = true)
    public int abort(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "abort", Json.MAPPER.createObjectNode());
    }

    @Command(name = "approve", description = "Answers what a run asks with yes.", mixinStandardHelpOptions = true)
    public int approve(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "QUESTION", description = "Its number, as status shows it.") int question,
            @Option(
                            names = "--confirm",
                            paramLabel = "DATABASE",
                            description = "The database's name: where one of two data centers is taken over from"
                                    + " without another region's vote.")
                    @Nullable String confirm) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("question", question);
        if (confirm != null) {
            answer.put("confirm", confirm);
        }
        return tell(id, "approve", answer);
    }

    private int tell(String id, String order, JsonNode body) {
        root().print(RunText.of(root().api().post(Api.path(collection, id) + "/" + order, body)));
        return ExitCode.OK;
    }
}
