package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.lag.DatabasesBenchmark;
import dev.fairlead.benchmarks.lag.LagBenchmark;
import dev.fairlead.benchmarks.planes.DnsBenchmark;
import dev.fairlead.benchmarks.planes.PushBenchmark;
import dev.fairlead.benchmarks.takeover.SwitchoverBenchmark;
import dev.fairlead.benchmarks.takeover.TakeoverBenchmark;
import dev.fairlead.quickstart.demo.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./fairlead bench NAME}. */
@Command(
        name = "fairlead bench",
        description = "Measures on this machine; each benchmark prints the load that it ran under.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FailoverBenchmark.class,
            StartBenchmark.class,
            DecideBenchmark.class,
            ProbesBenchmark.class,
            NoiseBenchmark.class,
            SplitBenchmark.class,
            PushBenchmark.class,
            DnsBenchmark.class,
            LagBenchmark.class,
            DatabasesBenchmark.class,
            TakeoverBenchmark.class,
            SwitchoverBenchmark.class,
            FaultsBenchmark.class,
            RegionsBenchmark.class
        })
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("fairlead: " + Failures.line(failure));
                    return 1;
                })
                .execute(args));
    }
}
