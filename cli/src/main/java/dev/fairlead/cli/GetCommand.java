package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "get", description = "Shows what there is.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String resource = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        Kind kind = Kind.called(resource)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        requireNonNull(spec).commandLine(),
                        "there is no resource '%s'; there are %s"
                                .formatted(resource, String.join(", ", Kind.allNames()))));
        Api api = root.api();
        root.print(name == null ? kind.list(api, format) : kind.one(api, name, format));
        return ExitCode.OK;
    }

    /** For the shell to complete. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Kind.allNames().iterator();
        }
    }
}
