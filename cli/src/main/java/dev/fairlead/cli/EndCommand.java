package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "end", description = "Ends an override before its time.", mixinStandardHelpOptions = true)
final class EndCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(paramLabel = "OVERRIDE", description = "Its id: fairlead get overrides.")
    private String id = "";

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        root.api().delete(Api.path("/v1/overrides", id));
        root.print("override %s is over%n".formatted(id));
        return ExitCode.OK;
    }
}
