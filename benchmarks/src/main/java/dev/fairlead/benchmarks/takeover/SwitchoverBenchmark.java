package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.Machine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves a primary that is well, while it is written to. */
@Command(name = "switchover", description = "How long nobody can write while a primary is moved as planned.")
public final class SwitchoverBenchmark implements Callable<Integer> {

    private static final int AIM_S = 5;

    @Option(names = "--replication", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Replication> replications = List.of(Replication.values());

    @Option(names = "--runs", description = "each (default: ${DEFAULT-VALUE})")
    private int runs = 10;

    @Override
    public Integer call() throws IOException, SQLException {
        for (Replication replication : replications) {
            System.out.printf(
                    "switchover  %s: %s (aim %d s at the median, 0 lost; %s)%n",
                    replication.label(),
                    Trial.switchovers(replication, runs).text("last write at the old → first at the new"),
                    AIM_S,
                    Machine.load());
        }
        return 0;
    }
}
