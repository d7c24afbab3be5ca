package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.lag.Folders;
import dev.fairlead.benchmarks.lag.Programs;
import dev.fairlead.benchmarks.planes.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Failovers of one cluster by Patroni itself, the leader killed with its server each time. */
final class PatroniTrial {

    /** More than are written in one failover. */
    private static final int NUMBERS = 1_000_000;

    private PatroniTrial() {}

    static Moves failovers(Replication replication, int runs) throws IOException, SQLException {
        try (Opened opened = new Opened()) {
            Path folder = Folders.temporary(opened, "fairlead-bench-patroni-");
            PatroniMembers cluster =
                    PatroniMembers.start(opened, folder, Programs.debian().orElseThrow(), replication);
            List<Move> moves = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                moves.add(failover(cluster, i * NUMBERS));
                System.out.printf(
                        "%s failover by Patroni %d of %d: %s%n",
                        replication.label(), i + 1, runs, moves.getLast().text());
            }
            return new Moves(moves);
        }
    }

    private static Move failover(PatroniMembers cluster, int first) throws IOException, SQLException {
        cluster.awaitWhole();
        int leader = cluster.leader();
        try (Writers writers = Writers.start(cluster.ports(), first)) {
            return Move.of(
                    writers,
                    cluster.ports().get(leader),
                    false,
                    () -> cluster.kill(leader),
                    () -> cluster.restart(leader));
        }
    }
}
