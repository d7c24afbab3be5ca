package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.Machine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills the primary with all its processes and waits for Fairlead to make another one, and for Patroni in the same way. */
@Command(
        name = "takeover",
        description = "From the kill of a primary to the first write that another acknowledges, beside Patroni.")
public final class TakeoverBenchmark implements Callable<Integer> {

    private static final int AIM_S = 15;

    @Option(names = "--replication", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Replication> replications = List.of(Replication.values());

    @Option(names = "--runs", description = "of Fairlead, each (default: ${DEFAULT-VALUE})")
    private int runs = 10;

    @Option(names = "--patroni", description = "runs of Patroni, each; 0: none (default: ${DEFAULT-VALUE})")
    private int patroni = 3;

    @Override
    public Integer call() throws IOException, SQLException {
        for (Replication replication : replications) {
            Moves moves = Trial.takeovers(replication, runs);
            System.out.printf(
                    "takeover  %s: %s (aim %d s%s; %s)%n",
                    replication.label(),
                    moves.text("kill → first write elsewhere"),
                    AIM_S,
                    replication == Replication.SYNCHRONOUS ? ", 0 lost" : "",
                    Machine.load());
            if (patroni > 0) {
                beside(replication, moves);
            }
        }
        return 0;
    }

    private void beside(Replication replication, Moves moves) throws IOException, SQLException {
        Optional<String> lacking = PatroniMembers.lacking();
        if (lacking.isPresent()) {
            System.out.printf("takeover  Patroni is left out: %s%n", lacking.get());
            return;
        }
        Moves failovers = PatroniTrial.failovers(replication, patroni);
        System.out.printf(
                "takeover  %s, Patroni in one cluster, its default ttl: %s; Fairlead %s of it (%s)%n",
                replication.label(),
                failovers.text("kill → first write elsewhere"),
                moves.ratio(failovers),
                Machine.load());
    }
}
