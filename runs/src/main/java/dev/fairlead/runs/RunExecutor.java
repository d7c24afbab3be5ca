package dev.fairlead.runs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries a run on from wherever it stands: reads it, lets {@link RunProgress} decide, asks the step, persists, again.
 * Each pick takes the run under a new epoch; who finds that another has taken it lets go at once.
 */
final class RunExecutor {

    private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

    private final RunStore store;
    private final RunArchive archive;
    private final Map<String, RunKind<?>> kinds;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Consumer<String> changed;

    RunExecutor(
            RunStore store,
            RunArchive archive,
            Map<String, RunKind<?>> kinds,
            JsonMapper json,
            InstantSource clock,
            Consumer<String> changed) {
        this.store = store;
        this.archive = archive;
        this.kinds = Map.copyOf(kinds);
        this.json = json;
        this.clock = clock;
        this.changed = changed;
    }

    /** What a pick came to. */
    sealed interface Pick {

        /** To be picked again after this time. */
        record Again(Duration after) implements Pick {}

        /** The run has ended. */
        record Over() implements Pick {}

        /** Another executor has taken it. */
        record Lost() implements Pick {}
    }

    /** Executes a run as far as it goes without waiting. */
    Pick execute(String id, BooleanSupplier stopping) {
        OptionalLong epoch = store.take(id);
        if (epoch.isEmpty()) {
            return new Pick.Over();
        }
        while (!stopping.getAsBoolean()) {
            Optional<StoredRun> found = archive.find(id, epoch.getAsLong());
            if (found.isEmpty()) {
                return new Pick.Lost();
            }
            StoredRun stored = found.get();
            Next next = RunProgress.next(stored.run(), clock.instant());
            if (next instanceof Next.Ask ask) {
                next = ask(kind(stored), stored, ask);
            }
            switch (next) {
                case Next.Move(Run run) -> {
                    if (!save(stored, run)) {
                        return new Pick.Lost();
                    }
                }
                case Next.Rest(Run run, Duration after) -> {
                    return save(stored, run) ? new Pick.Again(after) : new Pick.Lost();
                }
                case Next.Over() -> {
                    return new Pick.Over();
                }
                case Next.Ask(RunStep step, var phase) ->
                    throw new IllegalStateException("an answer of %s to %s led to no decision".formatted(step, phase));
            }
        }
        return new Pick.Again(Duration.ZERO);
    }

    private RunKind<?> kind(StoredRun stored) {
        RunKind<?> kind = kinds.get(stored.kind());
        if (kind == null) {
            throw new IllegalStateException("run %s is of kind %s, unknown here".formatted(stored.id(), stored.kind()));
        }
        return kind;
    }

    private <I> Next ask(RunKind<I> kind, StoredRun stored, Next.Ask ask) {
        Run run = stored.run();
        RunStep at = ask.step();
        Step<I> step = kind.step(at.planned().name());
        StepContext<I> context = new StepContext<>(
                stored.id(),
                run.epoch(),
                json.readValue(stored.input(), kind.inputType()),
                at.planned().target(),
                run.approvalOf(at),
                run,
                at.sequence());
        return switch (ask.phase()) {
            case PRECONDITION -> RunProgress.heard(run, at, readiness(step, context), clock.instant());
            case ACT -> outcome(run, at, () -> step.act(context));
            case CHECK -> outcome(run, at, () -> step.check(context));
            case UNDO -> outcome(run, at, () -> step.undo(context));
            case CHECK_UNDO -> outcome(run, at, () -> step.checkUndone(context));
        };
    }

    private <I> Readiness readiness(Step<I> step, StepContext<I> context) {
        try {
            return step.precondition(context);
        } catch (RuntimeException e) {
            return new Readiness.NotYet(said(e));
        }
    }

    private Next outcome(Run run, RunStep at, Supplier<Outcome> question) {
        Outcome answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            answer = new Outcome.NotYet(said(e));
        }
        return RunProgress.heard(run, at, answer, clock.instant());
    }

    private static String said(RuntimeException e) {
        log.debug("step threw", e);
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private boolean save(StoredRun stored, Run after) {
        Run before = stored.run();
        if (after.equals(before)) {
            return true;
        }
        Instant now = clock.instant();
        boolean saved = store.save(stored.id(), before, after, now);
        boolean newDecision =
                after.state() != before.state() || !after.message().equals(before.message());
        log.atLevel(newDecision ? Level.INFO : Level.DEBUG)
                .log(
                        "run={} kind={} subject={} state={} epoch={} saved={} message=\"{}\"",
                        stored.id(),
                        stored.kind(),
                        stored.subject(),
                        after.state(),
                        after.epoch(),
                        saved,
                        after.message());
        if (saved) {
            changed.accept(stored.id());
        }
        return saved;
    }
}
