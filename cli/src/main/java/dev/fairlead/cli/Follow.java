package dev.fairlead.cli;

import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows a run or a rollout, once or until it is over. */
final class Follow {

    @Option(names = "--watch", description = "Shows each step until it is over.")
    private boolean watch;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to watch at most; 1h unless given.")
    private Duration timeout = Duration.ofHours(1);

    /** @return the exit code */
    int run(Fairlead root, String id) {
        return run(root, "/v1/runs", id);
    }

    /**
     * The same of a run that is found elsewhere.
     *
     * @param collection the path under which it is
     */
    int run(Fairlead root, String collection, String id) {
        return follow(root, Api.path(collection, id), RunText::of);
    }

    /** @return the exit code */
    int rollout(Fairlead root, String id) {
        return follow(root, Api.path("/v1/rollouts", id), RunText::ofRollout);
    }

    private int follow(Fairlead root, String path, Function<JsonNode, String> text) {
        Api api = root.api();
        JsonNode run;
        if (watch) {
            run = new Watch(root.surroundings(), timeout).until(() -> api.get(path), text, RunText::ended);
        } else {
            run = api.get(path);
            root.print(text.apply(run));
        }
        return RunText.failed(run) ? ExitCode.FAILED : ExitCode.OK;
    }
}
