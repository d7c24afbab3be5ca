package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.rule.AntiFlap;
import dev.fairlead.replication.takeover.rule.Homecoming;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts the switchovers that bring primaries back, one at a time over all databases and once for each history: what failed or
 * was ended is an operator's matter.
 */
final class Failbacks {

    private static final Logger log = LoggerFactory.getLogger(Failbacks.class);

    static final String AUTHOR = "fairlead";

    private static final int NEWEST = 100;

    /** One instance starts at a time; nobody else uses this number. */
    private static final String ALONE = "select pg_try_advisory_xact_lock(7105621173)";

    private final Runs runs;
    private final RunKind<MoveInput> switchover;
    private final Suspects suspects;
    private final TakeoverBlocks blocks;
    private final WriteObstacles obstacles;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Map<DatabaseName, Instant> wellSince = new HashMap<>(); // used by one loop
    private final Map<DatabaseName, String> said = new HashMap<>(); // likewise

    Failbacks(
            Runs runs,
            RunKind<MoveInput> switchover,
            Suspects suspects,
            TakeoverBlocks blocks,
            WriteObstacles obstacles,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.runs = runs;
        this.switchover = switchover;
        this.suspects = suspects;
        this.blocks = blocks;
        this.obstacles = obstacles;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** One look at all databases; starts one switchover at most. */
    void look(Map<DatabaseName, DatabaseSpec> specs) {
        Map<DatabaseName, DatabaseSpec> asking = new TreeMap<>(specs);
        asking.values()
                .removeIf(spec -> spec.takeover().failback() == DatabaseSpec.Failback.NONE
                        || spec.kind() != DatabaseSpec.Kind.POSTGRESQL);
        wellSince.keySet().retainAll(asking.keySet());
        said.keySet().retainAll(asking.keySet());
        asking.forEach((database, spec) -> {
            Homecoming answer = judge(database, spec);
            tell(database, answer);
            switch (answer) {
                case Homecoming.Stay _ -> wellSince.remove(database);
                case Homecoming.Settling(Instant since, String _) -> wellSince.put(database, since);
                case Homecoming.Go go -> transaction.executeWithoutResult(status -> goBack(database, spec, go));
            }
        });
    }

    private void tell(DatabaseName database, Homecoming answer) {
        if (!answer.reason().equals(said.put(database, answer.reason()))) {
            log.info(
                    "database={} failback={} reason=\"{}\"",
                    database,
                    answer.getClass().getSimpleName(),
                    answer.reason());
        }
    }

    private Homecoming judge(DatabaseName database, DatabaseSpec spec) {
        Optional<DataCenterName> primary = answering(database).map(Suspects.Known::dataCenter);
        Optional<Duration> bound = spec.takeover().preference().stream()
                .findFirst()
                .flatMap(preferred -> suspects.bound(database, preferred));
        Homecoming.Known known = new Homecoming.Known(
                primary.orElse(null), bound.orElse(null), primary.flatMap(from -> hindrance(database, spec, from)));
        return Homecoming.of(spec, known, wellSince.get(database), clock.instant());
    }

    private Optional<Suspects.Known> answering(DatabaseName database) {
        return suspects.primary(database)
                .filter(known -> known.finding().freshness().reachable()
                        && known.silentFor().isZero());
    }

    private Optional<String> hindrance(DatabaseName database, DatabaseSpec spec, DataCenterName from) {
        List<DataCenterName> preference = spec.takeover().preference();
        if (preference.isEmpty() || preference.getFirst().equals(from)) {
            return Optional.empty();
        }
        Duration block = Duration.ofMillis(spec.takeover().blockMs());
        return AntiFlap.blocked(blocks.last(database).orElse(null), block, clock.instant())
                .or(() ->
                        runs.running(TakeoverKind.GROUP, database.value()).map(run -> "run %s moves it".formatted(run)))
                .or(() -> obstacles.at(preference.getFirst(), database));
    }

    private void goBack(DatabaseName database, DatabaseSpec spec, Homecoming.Go go) {
        Suspects.Known primary = answering(database).orElse(null);
        Finding.Basis last = primary == null ? null : primary.finding().basis();
        if (primary == null || last == null) {
            return;
        }
        String key = "failback/%s/%d/%d"
                .formatted(
                        database,
                        last.branch().systemIdentifier(),
                        last.branch().timeline());
        boolean alone = jdbc.sql(ALONE).query(Boolean.class).single();
        if (!alone || anotherGoesBack() || runs.startedBy(switchover, key).isPresent()) {
            return;
        }
        MoveInput input =
                new MoveInput(database, spec, primary.dataCenter(), last, new Wish(go.to(), false, Cause.PLANNED));
        runs.start(switchover, new RunOrder<>(database.value(), input, go.reason(), AUTHOR, key));
        log.info("database={} from={} to={} reason=\"{}\"", database, primary.dataCenter(), go.to(), go.reason());
    }

    private boolean anotherGoesBack() {
        return runs.list(switchover, NEWEST).stream().anyMatch(Failbacks::isUnderWay);
    }

    private static boolean isUnderWay(RunView run) {
        return run.author().equals(AUTHOR) && !run.state().ended();
    }
}
