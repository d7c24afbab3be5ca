package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(name = "end", description = "Ends an override before its time.", mixinStandardHelpOptions = true)
final class EndCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Parameters(paramLabel = "OVERRIDE", description = "Its id: fairlead get overrides.")
    private String id = "";

    @Mixin
    private final Terms terms = new Terms();

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        JsonNode answer = root.api().delete(terms.on(Api.path("/v1/overrides", id)));
        root.print(terms.dryRun() ? PreviewText.of(answer) : "override %s is over%n".formatted(id));
        return ExitCode.OK;
    }
}
