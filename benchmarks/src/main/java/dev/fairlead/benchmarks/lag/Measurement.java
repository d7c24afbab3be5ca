package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.replication.timeline.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** One cluster under watch, and whoever asks about its western standby. */
final class Measurement {

    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InstantSource clock = new MonotonicClock();
    private final Cluster cluster;
    private final Fleet fleet;
    private final NumberedWrites writes;
    private final Connection primary;
    private final Connection west;
    private final String version;

    /**
     * @param opened closes what is begun here
     * @param primary not started yet, with its data directory in the folder
     */
    Measurement(Opened opened, Path folder, PostgresServer primary) throws SQLException, IOException {
        opened.keep(primary::kill);
        cluster = opened.keep(new Cluster(folder, primary));
        version = cluster.version();
        writes = opened.keep(new NumberedWrites(cluster.connectPrimary(), clock));
        this.primary = opened.keep(cluster.connectPrimary());
        west = opened.keep(cluster.connectWest());
        fleet = opened.keep(new Fleet(
                () -> Map.of(SHOP, cluster.spec()),
                new Credentials(cluster.credentials()),
                clock,
                (database, findings) -> {}));
        awaitCertified();
    }

    private void awaitCertified() {
        Instant deadline = clock.instant().plus(PATIENCE);
        while (bound().isEmpty()) {
            if (clock.instant().isAfter(deadline)) {
                throw new IllegalStateException("nothing is certified after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
        }
    }

    String version() {
        return version;
    }

    /** Asks as long as the phase goes on. */
    List<Poll> of(Phase phase, Duration time) throws SQLException {
        writes.go(phase.writes());
        phase.begin(cluster);
        List<Poll> polls = new ArrayList<>();
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            polls.add(poll());
            LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
        }
        phase.end(cluster);
        return polls;
    }

    /** All is asked after the moment of which the truth is told, so that nothing is called wrong for being early. */
    private Poll poll() throws SQLException {
        Instant asked = clock.instant();
        OptionalDouble bound = bound();
        Map<Shortcut, OptionalDouble> shortcuts = new EnumMap<>(Shortcut.class);
        for (Shortcut shortcut : Shortcut.values()) {
            shortcuts.put(shortcut, shortcut.ask(primary, west));
        }
        Duration truth = writes.age(NumberedWrites.highest(west), asked);
        return new Poll(truth.toNanos() / 1e6, bound, shortcuts);
    }

    private OptionalDouble bound() {
        for (Finding finding : fleet.findings()) {
            Freshness freshness = finding.freshness();
            Long ms = freshness.stalenessBoundMs();
            if (freshness.dataCenter().equals(Cluster.WEST) && ms != null) {
                return OptionalDouble.of(ms);
            }
        }
        return OptionalDouble.empty();
    }
}
