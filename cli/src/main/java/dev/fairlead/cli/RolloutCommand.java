package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

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

@Command(
        name = "rollout",
        description = "Starts a rollout, follows it, and tells it what to do.",
        mixinStandardHelpOptions = true,
        subcommands = RolloutCommand.Start.class)
final class RolloutCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "one of start, status, pause, resume, abort, approve is needed");
    }

    private Fairlead root() {
        return requireNonNull(fairlead);
    }

    @Command(
            name = "status",
            description = "Shows how a rollout stands. Exit code 1 when it failed or was rolled back.",
            mixinStandardHelpOptions = true)
    int status(@Parameters(paramLabel = "ID") String id, @Mixin Follow follow) {
        return follow.rollout(root(), id);
    }

    @Command(
            name = "pause",
            description = "Holds a rollout where it is, after what it is doing now.",
            mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "pause", Json.MAPPER.createObjectNode());
    }

    @Command(name = "resume", description = "Lets a paused rollout go on.", mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "resume", Json.MAPPER.createObjectNode());
    }

    @Command(
            name = "abort",
            description = {
                "Turns a rollout back: what it installed is taken back in reverse.",
                "Where it waits for an operator on its way back, gives that up."
            },
            mixinStandardHelpOptions = true)
    int abort(@Parameters(paramLabel = "ID") String id) {
        return tell(id, "abort", Json.MAPPER.createObjectNode());
    }

    @Command(
            name = "approve",
            description = "Has what a rollout asks about tried again.",
            mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "QUESTION", description = "Its number, as status shows it.") int question) {
        return tell(id, "approve", Json.MAPPER.createObjectNode().put("question", question));
    }

    private int tell(String id, String order, JsonNode body) {
        JsonNode rollout = root().api().post(Api.path("/v1/rollouts", id) + "/" + order, body);
        root().print(RunText.summary(rollout));
        return ExitCode.OK;
    }

    @Command(name = "start", description = "Starts the rollout of a file.", mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {

        @ParentCommand
        private @Nullable RolloutCommand parent;

        @Option(names = "-f", required = true, paramLabel = "FILE", description = "YAML or JSON; - for standard input.")
        private String file = "";

        @Override
        public Integer call() {
            Fairlead root = requireNonNull(parent).root();
            List<Manifest> manifests = Manifest.read(file, root.surroundings().in());
            if (manifests.size() != 1 || manifests.getFirst().kind() != Manifest.Kind.ROLLOUT) {
                throw new Failure(ExitCode.FAILED, file + ": one document of kind Rollout is needed");
            }
            Api api = root.api();
            root.print("%s%n".formatted(manifests.getFirst().apply(api, new Terms())));
            return ExitCode.OK;
        }
    }
}
