package dev.fairlead.runs;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.json.JsonMapper;

/** Executors are real processes here, killed for real. */
class KilledExecutorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.create("deploy");
    private final HikariDataSource source = Victim.pool(database.url(), database.user(), database.password());
    private final World world = new World(JdbcClient.create(source));
    private final Trial kind = new Trial(world, (runId, place, input) -> {});
    private final List<Process> victims = new ArrayList<>();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void createTables() {
        new ResourceDatabasePopulator(new ClassPathResource("db/runs/V0_1__runs.sql")).execute(source);
        world.create();
    }

    @AfterEach
    void endProcesses() {
        victims.forEach(Process::destroyForcibly);
        victims.forEach(victim -> victim.onExit().join());
        source.close();
        database.close();
    }

    @Test
    void anotherExecutorFinishesWhatWasKilledAtAnyBoundary() throws IOException {
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        orderWithoutExecuting(trials, boundaries());
        Process victim = victim();
        eventually(PATIENCE, () -> assertThat(reached).hasSameSizeAs(trials.keySet()));

        victim.destroyForcibly().onExit().join();

        finish(trials);
    }

    @Test
    void anotherExecutorFinishesWhatWasKilledAtRandom() throws IOException {
        long seed = System.nanoTime();
        System.out.println("random kills, seed " + seed);
        Random random = new Random(seed);
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        for (int kill = 0; kill < 4; kill++) {
            int known = trials.size();
            Process victim = victim();
            orderWithoutExecuting(
                    trials,
                    random.ints(8, 0, 2)
                            .mapToObj(failing -> new Trial.Input("nowhere", failing == 1))
                            .toList());
            eventually(PATIENCE, () -> assertThat(begunAfter(known)).isPositive());
            LockSupport.parkNanos(random.nextLong(Duration.ofMillis(250).toNanos()));
            victim.destroyForcibly().onExit().join();
        }
        finish(trials);
    }

    @Test
    void executorsInOppositeTimeZonesShareTheRunsAndNeverTakeOneTwice() throws IOException {
        victim("Pacific/Kiritimati");
        victim("Pacific/Pago_Pago");
        Map<String, Trial.Input> trials = new LinkedHashMap<>();

        eventually(PATIENCE, () -> {
            orderWithoutExecuting(trials, List.of(new Trial.Input("nowhere", false), new Trial.Input("nowhere", true)));
            assertEnds(trials);
            assertThat(world.executors()).hasSize(2);
        });

        assertThat(world.epochsWithTwoExecutors()).isEmpty();
        trials.keySet().forEach(id -> {
            assertThat(world.rejectedDeeds(id)).isZero();
            assertThat(find(id).createdAt()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
        });
    }

    @Test
    void withTheDefaultsAnExecutorElsewhereGoesOnWithinHalfAMinute() throws IOException {
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        orderWithoutExecuting(trials, List.of(new Trial.Input("b:after-act", false)));
        Process victim = victim("UTC", RunSettings.DEFAULTS);
        eventually(PATIENCE, () -> assertThat(reached).hasSize(1));
        try (Runs elsewhere = runs(RunSettings.DEFAULTS)) {
            elsewhere.carryOn();

            victim.destroyForcibly().onExit().join();

            Instant killed = Instant.now();
            assertEnds(trials);
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void anAbortDuringAnActionTakesThatActionBackToo() throws IOException {
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        orderWithoutExecuting(trials, List.of(new Trial.Input("b:before-act", false)));
        String id = trials.keySet().iterator().next();
        Process victim = victim();
        eventually(PATIENCE, () -> assertThat(reached).containsExactly(id));

        try (Runs operator = runs()) {
            assertThat(operator.abort(id, "alice")).isTrue();
        }
        victim.outputWriter().write("\n");
        victim.outputWriter().flush();

        eventually(PATIENCE, () -> assertThat(find(id).state()).isEqualTo(RunState.ABORTED));
        assertThat(world.things(id)).isEmpty();
        assertThat(find(id).steps())
                .extracting(StepView::state)
                .containsExactly(StepState.UNDONE, StepState.UNDONE, StepState.PENDING);
    }

    @Test
    void whatOperatorsAskedOfADeadExecutorIsDoneByTheNext() throws IOException {
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        orderWithoutExecuting(
                trials, List.of(new Trial.Input("b:after-act", false), new Trial.Input("b:after-act", false)));
        List<String> ids = List.copyOf(trials.keySet());
        Process victim = victim();
        eventually(PATIENCE, () -> assertThat(reached).hasSize(2));
        victim.destroyForcibly().onExit().join();

        try (Runs survivor = runs()) {
            survivor.pause(ids.getFirst(), "alice");
            survivor.abort(ids.getLast(), "alice");
            survivor.carryOn();
            eventually(PATIENCE, () -> assertThat(find(ids.getFirst()).state()).isEqualTo(RunState.PAUSED));
            eventually(PATIENCE, () -> assertThat(find(ids.getLast()).state()).isEqualTo(RunState.ABORTED));
        }
        assertThat(world.things(ids.getFirst())).containsExactly("a", "b");
        assertThat(world.things(ids.getLast())).isEmpty();
        try (Runs survivor = runs()) {
            survivor.resume(ids.getFirst());
        }
        finish(Map.of(ids.getFirst(), trials.get(ids.getFirst())));
    }

    @Test
    void anExecutorThatWasReplacedInItsSleepChangesNothingWhenItWakes() throws Exception {
        Map<String, Trial.Input> trials = new LinkedHashMap<>();
        orderWithoutExecuting(trials, List.of(new Trial.Input("b:before-act", false)));
        String id = trials.keySet().iterator().next();
        Process victim = victim();
        eventually(PATIENCE, () -> assertThat(reached).containsExactly(id));

        signal("STOP", victim);
        finish(trials);
        RunView finished = find(id);
        signal("CONT", victim);
        victim.outputWriter().write("\n");
        victim.outputWriter().flush();

        eventually(PATIENCE, () -> assertThat(world.rejectedDeeds(id)).isEqualTo(1));
        assertThat(victim.isAlive()).isTrue();
        assertThat(find(id).state()).isEqualTo(finished.state());
        assertThat(find(id).epoch()).isEqualTo(finished.epoch());
        assertThat(find(id).steps()).isEqualTo(finished.steps());
    }

    private static List<Trial.Input> boundaries() {
        Stream<Trial.Input> forward = Trial.STEPS.stream()
                .flatMap(step -> Stream.of("precondition", "before-act", "after-act", "check")
                        .map(place -> new Trial.Input(step + ":" + place, false)));
        Stream<Trial.Input> back = Trial.STEPS.stream()
                .flatMap(step -> Stream.of("before-undo", "after-undo", "check-undone")
                        .map(place -> new Trial.Input(step + ":" + place, true)));
        return Stream.concat(forward, back).toList();
    }

    private void orderWithoutExecuting(Map<String, Trial.Input> trials, List<Trial.Input> inputs) {
        try (Runs runs = runs()) {
            for (Trial.Input input : inputs) {
                Started started =
                        runs.start(kind, new RunOrder<>("subject-" + trials.size(), input, "test", "tester", null));
                assertThat(started).isInstanceOf(Started.New.class);
                trials.put(((Started.New) started).run().id(), input);
            }
        }
    }

    private long begunAfter(int known) {
        return JdbcClient.create(source)
                .sql("select count(*) from run where epoch > 0 and substring(subject from 9)::int >= :known")
                .param("known", known)
                .query(Long.class)
                .single();
    }

    private void finish(Map<String, Trial.Input> trials) {
        try (Runs survivor = runs()) {
            survivor.carryOn();
            assertEnds(trials);
        }
    }

    private void assertEnds(Map<String, Trial.Input> trials) {
        trials.forEach((id, input) -> eventually(PATIENCE, () -> {
            RunView run = find(id);
            assertThat(run.state())
                    .as("%s %s", input, run)
                    .isEqualTo(input.fails() ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
        }));
        trials.forEach((id, input) -> assertThat(world.things(id)).isEqualTo(input.fails() ? List.of() : Trial.STEPS));
        assertThat(world.epochsWithTwoExecutors()).isEmpty();
        assertThat(world.acceptedDeedsOfReplacedExecutors()).isEmpty();
    }

    private RunView find(String id) {
        try (Runs runs = runs()) {
            return runs.find(id).orElseThrow();
        }
    }

    private Runs runs() {
        return runs(Victim.QUICK);
    }

    private Runs runs(RunSettings settings) {
        return new Runs(source, JsonMapper.shared(), Clock.systemUTC(), settings, List.of(kind), runId -> {});
    }

    private Process victim() throws IOException {
        return victim("UTC");
    }

    private Process victim(String timeZone) throws IOException {
        return victim(timeZone, Victim.QUICK);
    }

    private Process victim(String timeZone, RunSettings settings) throws IOException {
        Process victim = Victim.start(
                List.of(
                        database.url(),
                        database.user(),
                        database.password(),
                        settings.heartbeat().toString()),
                timeZone,
                reached::add);
        victims.add(victim);
        return victim;
    }

    private static void signal(String name, Process process) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }
}
