package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.rule.AntiFlap;
import dev.fairlead.replication.takeover.rule.Suspicion;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.database.Schema;
import dev.fairlead.service.json.LenientJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts the takeovers that may begin by themselves, some at a time and what is needed most first; one that lacks a vote waits for an
 * operator at once. Every instance looks; a database has one run at a time, and the request key, made of its timeline and of how often
 * that was tried, keeps two from starting one after the other.
 */
@Component
final class TakeoverWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TakeoverWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int NEWEST = 100;

    private final Runs runs;
    private final TakeoverKind kind;
    private final DatabaseCatalog catalog;
    private final Suspects suspects;
    private final TakeoverBlocks blocks;
    private final TakeoverOrder order;
    private final TakeoverLimit limit;
    private final JsonMapper json;
    private final SharedClock shared;
    private final InstantSource clock;
    private volatile @Nullable Loop loop;

    TakeoverWatch(
            Runs runs,
            TakeoverKind kind,
            DatabaseCatalog catalog,
            Suspects suspects,
            TakeoverBlocks blocks,
            TakeoverOrder order,
            TakeoverLimit limit,
            JsonMapper json,
            SharedClock shared,
            InstantSource clock,
            Schema schema) {
        this.runs = runs;
        this.kind = kind;
        this.catalog = catalog;
        this.suspects = suspects;
        this.blocks = blocks;
        this.order = order;
        this.limit = limit;
        this.json = LenientJson.of(json);
        this.shared = shared;
        this.clock = clock;
        schema.whenThere(() -> loop = Loop.start("takeovers", EVERY, this::look));
    }

    private Pass look() {
        Map<DatabaseName, DatabaseSpec> automatic = new TreeMap<>(catalog.specs());
        automatic
                .values()
                .removeIf(spec -> spec.takeover().mode() != DatabaseSpec.Mode.AUTOMATIC
                        || spec.kind() != DatabaseSpec.Kind.POSTGRESQL);
        automatic.entrySet().removeIf(database -> !isMissed(database.getKey(), database.getValue()));
        if (automatic.isEmpty()) {
            return new Pass.Settled();
        }
        List<RunView> takeovers = runs.list(kind, NEWEST);
        long room = limit.atOnce()
                - takeovers.stream()
                        .filter(run -> run.state() == RunState.RUNNING && !waitsForTheOldOne(run))
                        .count();
        for (DatabaseName database : order.of(automatic.keySet())) {
            DatabaseSpec spec = Objects.requireNonNull(automatic.get(database));
            if (room > 0 && consider(database, spec, takeovers)) {
                room--;
            }
        }
        return new Pass.Settled();
    }

    /** Whether this region has missed the primary for long enough; whether it is lost is asked of more. */
    private boolean isMissed(DatabaseName database, DatabaseSpec spec) {
        long patience = spec.takeover().suspectAfterMs();
        return suspects.primary(database)
                .filter(primary -> primary.silentFor().toMillis() >= patience)
                .isPresent();
    }

    /** Such a run takes no part in a storm any more. */
    private static boolean waitsForTheOldOne(RunView run) {
        return run.steps().stream().anyMatch(step -> step.name().equals(RebuildStep.NAME) && step.startedAt() != null);
    }

    /** @return whether a takeover was started */
    private boolean consider(DatabaseName database, DatabaseSpec spec, List<RunView> takeovers) {
        Suspects.Known primary = suspects.primary(database).orElse(null);
        Finding.Basis last = primary == null ? null : primary.finding().basis();
        if (primary == null
                || last == null
                || runs.running(TakeoverKind.GROUP, database.value()).isPresent()
                || blocked(database, spec)) {
            return false;
        }
        Branch branch = last.branch();
        List<RunView> tries = takeovers.stream()
                .filter(run -> run.subject().equals(database.value()) && left(run, branch))
                .toList();
        if (!mayTryAgain(tries)) {
            return false;
        }
        Suspicion suspicion = suspects.judge(database, spec, primary.dataCenter());
        if (!suspicion.startsRun()) {
            return false;
        }
        MoveInput input = new MoveInput(database, spec, primary.dataCenter(), last, new Wish(null, false, Cause.FOUND));
        String key = "%s/%d/%d/%d".formatted(database, branch.systemIdentifier(), branch.timeline(), tries.size());
        Started started =
                runs.start(kind, new RunOrder<>(database.value(), input, suspicion.reason(), "fairlead", key));
        log.info(
                "database={} primary={} started={} reason=\"{}\"",
                database,
                primary.dataCenter(),
                started,
                suspicion.reason());
        return started instanceof Started.New;
    }

    private boolean blocked(DatabaseName database, DatabaseSpec spec) {
        Duration block = Duration.ofMillis(spec.takeover().blockMs());
        return AntiFlap.blocked(blocks.last(database).orElse(null), block, shared.instant())
                .isPresent();
    }

    /** Whether the run was to leave this history. */
    private boolean left(RunView run, Branch branch) {
        Finding.Basis last = json.convertValue(run.input(), MoveInput.class).last();
        return last != null && last.branch().equals(branch);
    }

    /** What an operator ended stays ended; what failed is tried again, later and later. */
    private boolean mayTryAgain(List<RunView> tries) {
        if (tries.isEmpty()) {
            return true;
        }
        RunView newest = tries.getFirst();
        Duration doubled = Duration.ofSeconds(30).multipliedBy(1L << Math.min(tries.size(), 4));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        Instant next = newest.updatedAt().plus(pause);
        return newest.state() != RunState.ABORTED && !clock.instant().isBefore(next);
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
