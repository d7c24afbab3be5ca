package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.lag.Folders;
import dev.fairlead.benchmarks.lag.Programs;
import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Moves of Fairlead, each of a database of its own. */
final class Trial {

    /** More than it takes to miss a primary and to fence it: until then it may have acknowledged for all that is known. */
    private static final long RPO_BUDGET_MS = 30_000;

    private final Conductor conductor;
    private final List<ShopServers.Place> places;
    private final Replication replication;
    private final boolean planned;

    private Trial(Conductor conductor, List<ShopServers.Place> places, Replication replication, boolean planned) {
        this.conductor = conductor;
        this.places = places;
        this.replication = replication;
        this.planned = planned;
    }

    static Moves takeovers(Replication replication, int runs) throws IOException, SQLException {
        return of(replication, false, runs);
    }

    static Moves switchovers(Replication replication, int runs) throws IOException, SQLException {
        return of(replication, true, runs);
    }

    private static Moves of(Replication replication, boolean planned, int runs) throws IOException, SQLException {
        Path programs = Programs.debian()
                .orElseThrow(() -> new IllegalStateException("PostgreSQL is not installed: run system-tests/setup"));
        if (!RealServers.NATS.available()) {
            throw new IllegalStateException(RealServers.NATS + " is not installed: run system-tests/setup");
        }
        try (Opened opened = new Opened()) {
            Path folder = Folders.temporary(opened, "fairlead-bench-move-");
            List<ShopServers.Place> places = IntStream.range(0, runs)
                    .mapToObj(i -> new ShopServers.Place(folder.resolve("shop-" + i), programs, FreePorts.next()))
                    .toList();
            boolean beside = planned || replication == Replication.ASYNCHRONOUS;
            Conductor conductor = Conductor.start(opened, folder, beside ? places : List.of());
            Trial trial = new Trial(conductor, places, replication, planned);
            List<Move> moves = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                moves.add(trial.move(i));
                System.out.printf(
                        "%s %s %d of %d: %s%n",
                        replication.label(),
                        planned ? "switchover" : "takeover",
                        i + 1,
                        runs,
                        moves.getLast().text());
            }
            return new Moves(moves);
        }
    }

    private Move move(int number) throws IOException, SQLException {
        ShopServers.Place place = places.get(number);
        String name = "shop-" + number;
        try (Opened opened = new Opened()) {
            ShopServers servers = opened.keep(new ShopServers(opened, place, replication));
            Writers writers = opened.keep(Writers.start(servers.ports(), 0));
            Move move = planned ? switchover(name, servers, writers) : takeover(name, servers, writers);
            conductor.forget(name);
            return move;
        }
    }

    private Move switchover(String name, ShopServers servers, Writers writers) throws IOException, SQLException {
        conductor.watch(name, servers.spec(TakeoverPolicy.defaults()), true);
        return Move.of(
                writers,
                servers.primary(),
                true,
                () -> conductor.switchOver(name),
                () -> conductor.awaitEnd("switchovers", name));
    }

    /**
     * Asynchronous: the service stands beside the primary, fences it and rebuilds it. Synchronous: nobody does, and the old
     * primary comes back as it was.
     */
    private Move takeover(String name, ShopServers servers, Writers writers) throws IOException, SQLException {
        boolean beside = replication == Replication.ASYNCHRONOUS;
        conductor.watch(name, servers.spec(automatic()), beside);
        Move move = Move.of(
                writers,
                servers.primary(),
                false,
                servers::killPrimary,
                beside ? () -> conductor.awaitEnd("takeovers", name) : servers::restartPrimary);
        if (!beside) {
            conductor.letGo(name);
        }
        return move;
    }

    private TakeoverPolicy automatic() {
        TakeoverPolicy defaults = TakeoverPolicy.defaults();
        return new TakeoverPolicy(
                Mode.AUTOMATIC,
                replication == Replication.SYNCHRONOUS ? 0 : RPO_BUDGET_MS,
                defaults.suspectAfterMs(),
                defaults.leaseMs(),
                defaults.blockMs(),
                List.of());
    }
}
