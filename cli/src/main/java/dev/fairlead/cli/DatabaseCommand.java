package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "database",
        description = "Looks at the servers of a database, and says how they are prepared.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DatabaseCommand.Check.class,
            LagCommand.class,
            DistanceCommand.class,
            MembersCommand.class,
            LostWritesCommand.class,
            PairsCommand.class
        })
final class DatabaseCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(),
                "one of check, role, lag, distance, members, lost-writes, pairs is needed");
    }

    Fairlead root() {
        return requireNonNull(fairlead);
    }

    @Command(
            name = "role",
            description = "Prints the SQL that makes the role by which Fairlead uses a database. Asks no server.",
            mixinStandardHelpOptions = true)
    int role(
            @Parameters(
                            paramLabel = "ROLE",
                            arity = "0..1",
                            defaultValue = "fairlead",
                            description = "Its name; ${DEFAULT-VALUE} unless given.")
                    String role) {
        root().print(DatabaseText.role(role));
        return ExitCode.OK;
    }

    @Command(
            name = "check",
            description = {
                "Reads the settings of a database's servers and says what keeps a takeover from being safe and quick.",
                "Exit code 1 when there is an error."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @ParentCommand
        private @Nullable DatabaseCommand parent;

        @Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES}.")
        private Format format = Format.table;

        @Override
        public Integer call() {
            Fairlead root = requireNonNull(parent).root();
            JsonNode check = root.api().get(Api.path("/v1/databases", name) + "/check");
            root.print(format == Format.table ? DatabaseText.ofCheck(check) : format.one(check, List.of()));
            return DatabaseText.failed(check) ? ExitCode.FAILED : ExitCode.OK;
        }
    }
}
