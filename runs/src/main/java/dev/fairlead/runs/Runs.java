package dev.fairlead.runs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs of one service: starts them, shows them, hands them what operators ask, and carries them on together with the
 * service's other replicas. The owning service adds {@code classpath:db/runs} to its Flyway locations.
 */
public final class Runs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Runs.class);
    private static final String TASK = "run";
    private static final Duration PICK_EVERY = Duration.ofMillis(250);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);
    private static final int MISSED_HEARTBEATS = 4;
    private static final TypeReference<Map<String, Object>> INPUT = new TypeReference<>() {};

    private final RunStore store;
    private final RunArchive archive;
    private final RunExecutor executor;
    private final TransactionTemplate reading;
    private final Scheduler scheduler;
    private final JsonMapper json;
    private final InstantSource clock;

    /**
     * @param kinds what this service can carry on
     * @param changed told the id of a run after each transition, on the thread that executes it
     */
    public Runs(
            DataSource database,
            JsonMapper json,
            InstantSource clock,
            RunSettings settings,
            Collection<? extends RunKind<?>> kinds,
            Consumer<String> changed) {
        this.json = json;
        this.clock = clock;
        JdbcClient sql = JdbcClient.create(database);
        PlatformTransactionManager transactions = new JdbcTransactionManager(database);
        this.store = new RunStore(sql, new TransactionTemplate(transactions), json);
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        this.archive = new RunArchive(sql, json);
        Map<String, RunKind<?>> byName = kinds.stream().collect(Collectors.toMap(RunKind::name, Function.identity()));
        this.executor = new RunExecutor(store, archive, byName, json, clock, changed);
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailureReschedule(FixedDelay.of(settings.heartbeat()))
                .onDeadExecutionRevive()
                .execute(this::execute);
        this.scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(database), task)
                .schedulerName(() -> "runs-" + UUID.randomUUID())
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false)) // or it asks the database at once
                .threads(settings.threads())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(PICK_EVERY)
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP_WITHIN)
                .build();
    }

    /** Begins to carry runs on; without it runs are only started, shown and told what operators ask. */
    public void carryOn() {
        scheduler.start();
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        RunExecutor.Pick pick = executor.execute(
                instance.getId(), () -> context.getSchedulerState().isShuttingDown());
        return switch (pick) {
            case RunExecutor.Pick.Again(Duration after) ->
                (complete, operations) -> unlessTakenOver(
                        () -> operations.reschedule(complete, clock.instant().plus(after)));
            case RunExecutor.Pick.Over() -> (complete, operations) -> unlessTakenOver(operations::remove);
            case RunExecutor.Pick.Lost() -> (complete, operations) -> {};
        };
    }

    /** Who was thought dead and is not finds its pick gone at the end; whoever has it now goes on. */
    private static void unlessTakenOver(Runnable completion) {
        try {
            completion.run();
        } catch (ExecutionException e) {
            log.info("runs=taken-over reason=\"{}\"", e.getMessage());
        }
    }

    /**
     * Starts a run, unless the same request did before or another run acts on the subject. When the connection is lost at
     * the commit it asks again under the same key.
     *
     * @throws OutcomeUnknownException if it is still not known whether the run was started
     */
    public <I> Started start(RunKind<I> kind, RunOrder<I> order) {
        RunOrder<I> keyed = order.keyed();
        AtomicBoolean committing = new AtomicBoolean();
        try {
            return start(kind, keyed, id -> {
                schedule(id);
                committing.set(true);
            });
        } catch (DataAccessException | TransactionException e) { // the latter when it cannot even roll back
            if (!committing.get()) {
                throw e;
            }
            log.warn("run=ambiguous key={} reason=\"{}\"", keyed.requestKey(), e.getMessage());
        }
        try {
            return start(kind, keyed, this::schedule);
        } catch (RuntimeException e) { // whatever it is, it says nothing of the first
            throw new OutcomeUnknownException(e);
        }
    }

    private <I> Started start(RunKind<I> kind, RunOrder<I> order, Consumer<String> stored) {
        while (true) {
            Optional<String> id = store.insert(kind, order, clock.instant(), stored);
            if (id.isPresent()) {
                scheduler.triggerCheckForDueExecutions();
                return new Started.New(archive.find(id.get()).map(this::view).orElseThrow());
            }
            Optional<StoredRun> same =
                    Optional.ofNullable(order.requestKey()).flatMap(key -> archive.byRequestKey(kind.name(), key));
            if (same.isPresent()) {
                return sameInput(same.get(), order)
                        ? new Started.Before(view(same.get()))
                        : new Started.KeyReused(same.get().id());
            }
            Optional<String> other = archive.running(kind.group(), order.subject());
            if (other.isPresent()) {
                return new Started.Busy(other.get());
            }
        }
    }

    private boolean sameInput(StoredRun stored, RunOrder<?> order) {
        return json.readTree(stored.input()).equals(json.readTree(json.writeValueAsString(order.input())));
    }

    private void schedule(String id) {
        scheduler.schedule(new TaskInstance<>(TASK, id), clock.instant());
    }

    public Optional<RunView> find(String id) {
        return read(() -> archive.find(id).map(this::view));
    }

    /** The run that a request with this key started. */
    public Optional<RunView> startedBy(RunKind<?> kind, String requestKey) {
        return read(() -> archive.byRequestKey(kind.name(), requestKey).map(this::view));
    }

    /** The run of the group that acts on the subject now. */
    public Optional<String> running(String group, String subject) {
        return read(() -> archive.running(group, subject));
    }

    /** How many runs have not ended, by their kind and state. */
    Map<String, Map<RunState, Integer>> open() {
        return read(archive::open);
    }

    /** The newest runs of all kinds first. */
    public List<RunView> list(int limit) {
        return read(() -> views(archive.list(limit)));
    }

    /** The newest runs of a kind first. */
    public List<RunView> list(RunKind<?> kind, int limit) {
        return read(() -> views(archive.list(kind.name(), limit)));
    }

    /** The runs of a kind that were started before that moment, the newest first. */
    public List<RunView> list(RunKind<?> kind, Instant before, int limit) {
        return read(() -> views(archive.list(kind.name(), before, limit)));
    }

    /** Holds the run where it is, after the question it is asking now; false when it has ended or never was. */
    public boolean pause(String id, String author) {
        return woken(id, store.pause(id, author));
    }

    public boolean resume(String id) {
        return woken(id, store.resume(id));
    }

    /** Turns the run back; where it waits on its way back, gives that up. False when it has ended or never was. */
    public boolean abort(String id, String author) {
        return woken(id, store.abort(id, author));
    }

    /** Approves the question of that number; false when the run asks another one by now, or none. */
    public boolean approve(String id, String author, int question) {
        return woken(id, store.approve(id, author, question));
    }

    /** Also from a replica, where the data source knows one. */
    private <T> T read(Supplier<T> read) {
        return Objects.requireNonNull(reading.execute(status -> read.get()));
    }

    private boolean woken(String id, boolean accepted) {
        if (accepted) {
            try {
                scheduler.reschedule(TaskInstanceId.of(TASK, id), clock.instant());
                scheduler.triggerCheckForDueExecutions();
            } catch (TaskInstanceException e) {
                // it is being executed, and its executor reads the command before it takes the next step
            }
        }
        return accepted;
    }

    private List<RunView> views(List<StoredRun> stored) {
        Map<String, Map<String, Duration>> usual = new HashMap<>();
        return stored.stream()
                .map(run -> view(run, usual.computeIfAbsent(run.kind(), archive::usual)))
                .toList();
    }

    private RunView view(StoredRun stored) {
        return view(stored, archive.usual(stored.kind()));
    }

    private RunView view(StoredRun stored, Map<String, Duration> usual) {
        return RunView.of(stored, json.readValue(stored.input(), INPUT), usual, clock.instant());
    }

    /** Lets go of the runs under way within two seconds; another replica, or the next start, carries them on. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
