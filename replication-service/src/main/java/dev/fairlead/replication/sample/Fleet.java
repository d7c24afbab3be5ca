package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.WriterPair;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All databases under watch. Its loop reads which ones operators want, at start, when woken and every few seconds (another
 * instance may have taken the change in); while that cannot be read, what is watched stays watched.
 */
public final class Fleet implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(5);

    /** Time after a start in which members that answer are certified, and the others have timed out. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    /** Other regions ask each second. */
    private static final Duration MEASURED_FOR = Duration.ofSeconds(5);

    private final Supplier<Map<DatabaseName, DatabaseSpec>> wanted;
    private final Credentials credentials;
    private final InstantSource clock;
    private final FleetListener listener;
    private final Map<DatabaseName, WatchedDatabase> watched = new ConcurrentSkipListMap<>();
    private final Loop loop;
    private volatile @Nullable Instant begun;
    private volatile boolean settled;
    private volatile @Nullable Measured measured;

    /**
     * Starts to watch.
     *
     * @param clock one that never goes back
     */
    public Fleet(
            Supplier<Map<DatabaseName, DatabaseSpec>> wanted,
            Credentials credentials,
            InstantSource clock,
            FleetListener listener) {
        this.wanted = wanted;
        this.credentials = credentials;
        this.clock = clock;
        this.listener = listener;
        this.loop = Loop.start("fleet", REFRESH, this::reconcile);
    }

    private Pass reconcile() {
        Map<DatabaseName, DatabaseSpec> specs = wanted.get();
        watched.forEach((name, database) -> {
            DatabaseSpec spec = specs.get(name);
            if (spec == null || spec.topology() != database.topology()) {
                watched.remove(name);
                database.close();
            }
        });
        specs.forEach((name, spec) -> watched.computeIfAbsent(
                        name, absent -> new WatchedDatabase(name, spec.topology(), credentials, clock, listener))
                .watch(spec));
        if (begun == null) {
            begun = clock.instant();
        }
        return new Pass.Settled();
    }

    /**
     * Whether what is known after a start is worth an answer: every member was certified once, or had its time. Until then
     * nothing is certified only because nobody was asked yet, which must not look like stale data.
     */
    public boolean settled() {
        if (!settled) {
            Instant since = begun;
            settled = since != null
                    && (Duration.between(since, clock.instant()).compareTo(FIRST_LOOK) > 0
                            || findings().stream()
                                    .allMatch(member -> member.freshness().stalenessBoundMs() != null));
        }
        return settled;
    }

    /** Looks soon at what operators want. */
    public void wake() {
        loop.wake();
    }

    /** What is found of every member of every database, at this moment. */
    public List<Finding> findings() {
        return watched.values().stream()
                .flatMap(database -> database.findings().stream())
                .toList();
    }

    /** Each direction between two members of a database whose every member writes, at this moment. */
    public List<WriterPair> pairs(DatabaseName database) {
        WatchedDatabase one = watched.get(database);
        return one == null ? List.of() : one.pairs();
    }

    /** How long a member was asked in vain since this process began to; empty: it answered once, or its first time is not over. */
    public Optional<Duration> inVain(DatabaseName database, DataCenterName member) {
        WatchedDatabase one = watched.get(database);
        return one == null ? Optional.empty() : one.inVain(member).filter(silent -> silent.compareTo(FIRST_LOOK) > 0);
    }

    /** How long the members took to answer lately, those that did; as it was some seconds ago at most. */
    public List<RoundTrip> roundTrips() {
        Measured latest = measured;
        Instant now = clock.instant();
        if (latest == null || Duration.between(latest.at, now).compareTo(MEASURED_FOR) > 0) {
            latest = new Measured(
                    now,
                    watched.values().stream()
                            .flatMap(database -> database.roundTrips().stream())
                            .toList());
            measured = latest;
        }
        return latest.roundTrips;
    }

    /**
     * The logical slots of a database's primary, asked now: that takes some seconds at most.
     *
     * @throws IOException there is no primary that answers
     */
    public List<LogicalSlot> logicalSlots(DatabaseName database) throws IOException {
        WatchedDatabase one = watched.get(database);
        if (one == null) {
            throw new IOException("it is not watched yet");
        }
        return one.logicalSlots();
    }

    private record Measured(Instant at, List<RoundTrip> roundTrips) {}

    @Override
    public void close() {
        loop.close();
        watched.values().forEach(WatchedDatabase::close);
        watched.clear();
    }
}
