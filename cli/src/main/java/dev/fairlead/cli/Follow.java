package dev.fairlead.cli;

import java.time.Duration;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows a run, once or until it is over. */
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
        Api api = root.api();
        String path = Api.path(collection, id);
        JsonNode run;
        if (watch) {
            run = new Watch(root.surroundings(), timeout).until(() -> api.get(path), RunText::of, RunText::ended);
        } else {
            run = api.get(path);
            root.print(RunText.of(run));
        }
        return RunText.failed(run) ? ExitCode.FAILED : ExitCode.OK;
    }
}
