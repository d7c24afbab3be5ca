package dev.fairlead.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The {@code fairlead} command. */
@Command(
        name = "fairlead",
        description = "Steers applications that run in several data centers.",
        mixinStandardHelpOptions = true,
        versionProvider = Fairlead.Version.class,
        subcommands = {
            GetCommand.class,
            ApplyCommand.class,
            PlanCommand.class,
            WhyCommand.class,
            UptimeCommand.class,
            SimulateCommand.class,
            DrainCommand.class,
            RestoreCommand.class,
            TreatCommand.class,
            ReadOnlyCommand.class,
            EndCommand.class,
            RolloutCommand.class,
            EvacuateCommand.class,
            DrillCommand.class,
            DatabaseCommand.class,
            RunCommand.class,
            TakeoverCommand.class,
            SwitchoverCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, or not healthy",
            "2:the command was typed wrongly",
            "3:somebody else changed it first",
            "4:no token, or not allowed",
            "5:a safety rule forbids it",
            "6:no server answers, or the service behind it is away",
            "124:not over in time"
        })
public final class Fairlead {

    @Mixin
    private final Connection connection = new Connection();

    private final Surroundings surroundings;

    private Fairlead(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) {
        Runtime.getRuntime().exit(run(Surroundings.ofProcess(), args));
    }

    /** Runs one command and returns its exit code. Nothing of it outlives the call. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine line = new CommandLine(new Fairlead(surroundings));
        line.setOut(new PrintWriter(surroundings.out(), true));
        line.setErr(new PrintWriter(surroundings.err(), true));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            surroundings.err().println("fairlead: " + e.getMessage());
            surroundings
                    .err()
                    .println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, failed, parsed) -> {
            surroundings.err().println("fairlead: " + (e instanceof Failure failure ? failure.line() : e.toString()));
            return e instanceof Failure failure ? failure.exitCode() : ExitCode.FAILED;
        });
        int exitCode = line.execute(args);
        surroundings.out().flush();
        return exitCode;
    }

    Api api() {
        return connection.open(surroundings);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Prints a whole answer; whether anybody still reads it is not this command's concern. */
    void print(String text) {
        surroundings.out().print(text);
    }

    /** The version that the jar carries. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Fairlead.class.getPackage().getImplementationVersion();
            return new String[] {"fairlead " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
