package dev.fairlead.runs;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.CommitCutter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.json.JsonMapper;

/** What a service asks of its runs, on a real database. */
class RunsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create("deploy");
    private final HikariDataSource source = Victim.pool(database.url(), database.user(), database.password());
    private final Journey kind = new Journey();
    private final Runs runs = runs(source);

    private Runs runs(HikariDataSource from) {
        return new Runs(from, JsonMapper.shared(), Clock.systemUTC(), RunSettings.DEFAULTS, List.of(kind), runId -> {});
    }

    @BeforeEach
    void carryOn() {
        new ResourceDatabasePopulator(new ClassPathResource("db/runs/V0_1__runs.sql")).execute(source);
        runs.carryOn();
    }

    @AfterEach
    void close() {
        runs.close();
        source.close();
        database.close();
    }

    @Test
    void succeedsAndKeepsWhatItsStepsStored() {
        kind.departure.put("north", context -> new Readiness.Ready(Map.of("from", "harbour")));
        kind.arrival.put("north", context -> new Outcome.Done("arrived", Map.of("to", context.target())));

        String id = started("north");

        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
        assertThat(find(id).steps()).singleElement().satisfies(step -> {
            assertThat(step.output()).containsExactlyInAnyOrderEntriesOf(Map.of("from", "harbour", "to", "north"));
            assertThat(step.attempt()).isEqualTo(1);
            assertThat(step.message()).isEqualTo("arrived");
        });
        assertThat(find(id).input()).isEqualTo(Map.of("to", "north"));
        assertThat(runs.list(10)).extracting(RunView::id).containsExactly(id);
        assertThat(runs.list(kind, 10)).hasSize(1);
    }

    @Test
    void refusesASecondRunOfTheSubjectWithTheIdOfTheFirst() {
        kind.departure.put("north", context -> new Readiness.NotYet("fog"));
        String first = started("north");

        assertThat(start("north", null)).isEqualTo(new Started.Busy(first));
        eventually(PATIENCE, () -> assertThat(find(first).message()).isEqualTo("sail north: fog"));

        kind.departure.remove("north");
        eventually(PATIENCE, () -> assertThat(find(first).state()).isEqualTo(RunState.SUCCEEDED));
        assertThat(start("north", null)).isInstanceOf(Started.New.class);
    }

    @Test
    void answersARepeatedRequestWithTheRunItStarted() {
        Started first = start("north", "key-1");
        assertThat(first).isInstanceOfSatisfying(Started.New.class, started -> {
            String id = started.run().id();
            assertThat(start("north", "key-1"))
                    .isInstanceOfSatisfying(
                            Started.Before.class,
                            before -> assertThat(before.run().id()).isEqualTo(id));
            assertThat(start("south", "key-1")).isEqualTo(new Started.KeyReused(id));
            assertThat(runs.startedBy(kind, "key-1").map(RunView::id)).contains(id);
            assertThat(runs.startedBy(kind, "key-2")).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void startsOneRunWhenTheConnectionIsLostAtTheCommit(CommitCutter.Cut cut) throws IOException {
        try (CommitCutter cutter = new CommitCutter(database.server().port());
                HikariDataSource cuttable = through(cutter);
                Runs starting = runs(cuttable)) {
            cutter.cutNext(cut);
            Started started = starting.start(kind, order("north", null));

            assertThat(started).isInstanceOf(cut == CommitCutter.Cut.ANSWER ? Started.Before.class : Started.New.class);
        }
        assertThat(runs.list(10)).hasSize(1);
        String id = runs.list(10).getFirst().id();
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
    }

    @ParameterizedTest
    @EnumSource
    void saysThatItDoesNotKnowAndStartsOneRunWhenItIsAskedAgain(CommitCutter.Cut cut) throws IOException {
        try (CommitCutter cutter = new CommitCutter(database.server().port());
                HikariDataSource cuttable = through(cutter);
                Runs starting = runs(cuttable)) {
            cutter.cutNextForGood(cut);
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> starting.start(kind, order("north", "key-1")));
        }
        Started again = start("north", "key-1");

        assertThat(again).isInstanceOf(cut == CommitCutter.Cut.ANSWER ? Started.Before.class : Started.New.class);
        assertThat(runs.list(10)).hasSize(1);
    }

    private HikariDataSource through(CommitCutter cutter) {
        String url = database.url().replace(":" + database.server().port(), ":" + cutter.port());
        return Victim.pool(url, database.user(), database.password());
    }

    @Test
    void holdsWherePausedAndGoesOnWhenResumed() {
        kind.departure.put("north", context -> new Readiness.NotYet("fog"));
        String id = started("north");
        assertThat(runs.pause(id, "alice")).isTrue();
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.PAUSED));
        assertThat(find(id).message()).isEqualTo("paused by alice");

        kind.departure.remove("north");
        assertThat(runs.resume(id)).isTrue();
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
        assertThat(runs.pause(id, "alice")).isFalse();
        assertThat(runs.resume("unknown")).isFalse();
    }

    @Test
    void waitsForTheApprovalOfWhatTheOperatorSaw() {
        kind.departure.put(
                "north",
                context -> context.approval() == null
                        ? new Readiness.NeedsOperator("3 passengers would stay behind")
                        : new Readiness.Ready(
                                Map.of("approvedBy", context.approval().author())));
        String id = started("north");
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.WAITING_FOR_OPERATOR));
        assertThat(find(id).question()).isEqualTo(new Question(1, 1, "3 passengers would stay behind"));

        assertThat(runs.approve(id, "alice", 2)).isFalse();
        assertThat(runs.approve(id, "alice", 1)).isTrue();

        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
        assertThat(find(id).steps().getFirst().output()).containsEntry("approvedBy", "alice");
        assertThat(find(id).question()).isNull();
    }

    @Test
    void countsTheRunsThatHaveNotEndedAndThoseThatWaitForAnOperator() {
        kind.departure.put("north", context -> new Readiness.NeedsOperator("3 passengers would stay behind"));
        kind.departure.put("south", context -> new Readiness.NotYet("fog"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (RunMeters _ = new RunMeters(runs, List.of(kind), registry)) {
            eventually(PATIENCE, () -> assertThat(gauge(registry, "open")).isZero());
            String id = started("north");
            started("south");
            eventually(PATIENCE, () -> assertThat(gauge(registry, "waiting")).isEqualTo(1));
            assertThat(gauge(registry, "open")).isEqualTo(2);

            runs.abort(id, "alice");
            eventually(PATIENCE, () -> assertThat(gauge(registry, "waiting")).isZero());
            database.whileAway(() -> eventually(
                    PATIENCE, () -> assertThat(gauge(registry, "open")).isNaN()));
            eventually(PATIENCE, () -> assertThat(gauge(registry, "open")).isEqualTo(1));
        }
    }

    private static double gauge(MeterRegistry registry, String what) {
        return registry.get("fairlead.runs." + what).tag("kind", "sail").gauge().value();
    }

    @Test
    void abortEndsARunThatWaits() {
        kind.departure.put("north", context -> new Readiness.NotYet("fog"));
        String id = started("north");
        assertThat(runs.abort(id, "alice")).isTrue();
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.ABORTED));
        assertThat(find(id).message()).isEqualTo("aborted by alice");
    }

    @Test
    void asksAgainAfterAStepThrew() {
        kind.arrival.put("north", context -> {
            kind.arrival.remove("north");
            throw new IllegalStateException("mast is broken");
        });
        String id = started("north");
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
    }

    @Test
    void flagsAStepThatTakesThreeTimesItsUsualTime() {
        for (int i = 0; i < 3; i++) {
            String id = started("north");
            eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
            assertThat(find(id).steps().getFirst().slow()).isFalse();
        }
        JdbcClient.create(source)
                .sql("update run_step set ended_at = started_at + interval '100 ms'")
                .update();
        kind.arrival.put("south", context -> new Outcome.NotYet("head wind"));
        String id = started("south");

        eventually(
                PATIENCE,
                () -> assertThat(find(id).steps()).singleElement().satisfies(step -> {
                    assertThat(step.usualMs()).isEqualTo(100);
                    assertThat(step.slow()).isTrue();
                }));
    }

    @Test
    void finishesAStepDuringWhichItsDatabaseWentAwayAndCameBack() throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        kind.arrival.put("north", context -> {
            kind.arrival.remove("north");
            inTheMiddle.countDown();
            await(goOn);
            return Outcome.done("arrived unseen");
        });
        String id = started("north");
        assertThat(inTheMiddle.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        database.whileAway(() -> {
            goOn.countDown();
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> runs.pause(id, "alice"));
        });

        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.SUCCEEDED));
        assertThat(find(id).steps().getFirst().message()).isEqualTo("arrived");
    }

    @Test
    void turnsBackWhenACheckNeverBecomesTrue() {
        kind.within = Duration.ofSeconds(1);
        kind.arrival.put("north", context -> new Outcome.NotYet("no wind"));
        String id = started("north");
        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.FAILED));
        assertThat(find(id).message()).isEqualTo("sail north failed: not within 1 s: no wind");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String started(String to) {
        Started started = start(to, null);
        assertThat(started).isInstanceOf(Started.New.class);
        return ((Started.New) started).run().id();
    }

    private Started start(String to, @Nullable String key) {
        return runs.start(kind, order(to, key));
    }

    private static RunOrder<Destination> order(String to, @Nullable String key) {
        return new RunOrder<>(key == null ? to : "keyed", new Destination(to), "test", "tester", key);
    }

    private RunView find(String id) {
        return runs.find(id).orElseThrow();
    }

    record Destination(String to) {}

    /** A kind with one step whose answers the tests set; unset, it is ready and done at once. */
    private static final class Journey implements RunKind<Destination>, Step<Destination> {

        final Map<String, Function<StepContext<Destination>, Readiness>> departure = new ConcurrentHashMap<>();
        final Map<String, Function<StepContext<Destination>, Outcome>> arrival = new ConcurrentHashMap<>();
        volatile Duration within = Duration.ofSeconds(30);

        @Override
        public String name() {
            return "sail";
        }

        @Override
        public Class<Destination> inputType() {
            return Destination.class;
        }

        @Override
        public List<PlannedStep> plan(Destination input) {
            return List.of(PlannedStep.of(this, input.to()));
        }

        @Override
        public Step<Destination> step(String name) {
            return this;
        }

        @Override
        public Duration timeout() {
            return within;
        }

        @Override
        public Readiness precondition(StepContext<Destination> context) {
            return departure
                    .getOrDefault(context.target(), unset -> Readiness.ready())
                    .apply(context);
        }

        @Override
        public Outcome act(StepContext<Destination> context) {
            return Outcome.done("under way");
        }

        @Override
        public Outcome check(StepContext<Destination> context) {
            return arrival.getOrDefault(context.target(), unset -> Outcome.done("arrived"))
                    .apply(context);
        }
    }
}
