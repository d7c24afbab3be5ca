package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.Machine;
import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Pauses the replay of a standby, silences its primary, cuts the network between them and heals it, and asks all the time how
 * stale it is: the watch of the replication-service, and PostgreSQL in the usual ways. A writer of numbered rows knows the truth.
 */
@Command(name = "lag", description = "The staleness bound against the truth, beside what is usually looked at.")
public final class LagBenchmark implements Callable<Integer> {

    @Option(names = "--servers", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Programs> servers = List.of(Programs.values());

    @Option(names = "--seconds", description = "of a phase; a cut takes two times that (default: ${DEFAULT-VALUE})")
    private int seconds = 12;

    private long polls;
    private long below;

    @Override
    public Integer call() throws SQLException, IOException {
        for (Programs programs : servers) {
            try (Opened opened = new Opened()) {
                Path folder = Folders.temporary(opened, "fairlead-bench-lag-");
                Optional<PostgresServer> primary = programs.create(folder.resolve("east"), Cluster.SETTINGS);
                if (primary.isEmpty()) {
                    System.out.printf("lag  %s is left out: it is not installed%n", programs);
                } else {
                    measure(new Measurement(opened, folder, primary.get()));
                }
            }
        }
        System.out.printf(
                "lag  the bound was below the truth in %d of %d polls (aim 0; %s)%n", below, polls, Machine.load());
        return 0;
    }

    private void measure(Measurement measurement) throws SQLException {
        for (Phase phase : Phase.values()) {
            List<Poll> all = measurement.of(phase, Duration.ofSeconds((long) seconds * phase.times()));
            PhaseFigures figures = new PhaseFigures(all);
            print(measurement.version(), phase, figures);
            polls += all.size();
            below += figures.boundBelow();
        }
    }

    private static void print(String version, Phase phase, PhaseFigures figures) {
        System.out.printf("lag  %s, %s: %s (%s)%n", version, phase.label(), figures.bound(), Machine.load());
        for (Shortcut shortcut : Shortcut.values()) {
            System.out.printf("lag    %s%n", figures.of(shortcut));
        }
    }
}
