package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        description = "Shows where an application's users go now, and what each data center can do.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(index = "0", paramLabel = "APP")
    private String application = "";

    @Option(names = "--watch", description = "Shows it again at each change, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        Api api = root.api();
        String path = Api.path("/v1/applications", application) + "/plan";
        if (watch) {
            new Watch(root.surroundings(), Duration.ofDays(365))
                    .until(() -> api.get(path), PlanText::of, plan -> false);
        } else {
            root.print(PlanText.of(api.get(path)));
        }
        return ExitCode.OK;
    }
}
