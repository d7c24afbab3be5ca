package dev.fairlead.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every run, whatever its steps answer, its operators ask and however often its executor dies. */
class RunProgressInvariantsTests {

    private static final int LOOKS = 3_000;

    static List<Long> seeds() {
        return new Random().longs(300).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRunEndsWithEverythingDoneOrUndoneInReverse(long seed) {
        Random random = new Random(seed);
        Instant now = Instant.EPOCH;
        Run run = Run.of(plan(random));
        List<Integer> undone = new ArrayList<>();
        for (int look = 0; look < LOOKS && !run.state().ended(); look++) {
            now = now.plusMillis(300);
            run = commanded(run, random, look);
            if (random.nextInt(4) == 0) {
                run = taken(run);
            }
            Next next = RunProgress.next(run, now);
            if (next instanceof Next.Ask ask) {
                assertAllowed(run, ask);
                if (ask.phase() == Next.Phase.UNDO
                        && !undone.contains(ask.step().sequence())) {
                    undone.add(ask.step().sequence());
                }
                next = answer(run, ask, random, now);
            }
            boolean diedBeforePersisting = random.nextInt(5) == 0;
            run = diedBeforePersisting ? taken(run) : persisted(run, next);
        }
        assertThat(run.state().ended()).as("ended: %s", run).isTrue();
        assertThat(undone).isSortedAccordingTo((left, right) -> Integer.compare(right, left));
        assertEnd(run);
    }

    private static void assertAllowed(Run run, Next.Ask ask) {
        assertThat(run.steps()).contains(ask.step());
        switch (ask.phase()) {
            case PRECONDITION, CHECK, CHECK_UNDO -> {}
            case ACT, UNDO ->
                assertThat(ask.step().epoch())
                        .as("begun under the epoch that acts")
                        .isEqualTo(run.epoch());
        }
        if (ask.phase() == Next.Phase.UNDO) {
            assertThat(run.pastReturn()).isFalse();
        }
    }

    private static void assertEnd(Run run) {
        switch (run.state()) {
            case SUCCEEDED ->
                assertThat(run.steps())
                        .allMatch(step -> step.state() == StepState.DONE || step.state() == StepState.SKIPPED);
            case ROLLED_BACK ->
                assertThat(run.steps())
                        .noneMatch(step -> step.planned().wayBack() == WayBack.UNDO && step.state() == StepState.DONE);
            case FAILED, ABORTED -> {}
            case RUNNING, PAUSED, WAITING_FOR_OPERATOR, ROLLING_BACK -> throw new AssertionError(run);
        }
    }

    private static List<PlannedStep> plan(Random random) {
        List<PlannedStep> steps = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        WayBack[] ways = {WayBack.UNDO, WayBack.UNDO, WayBack.UNDO, WayBack.NOTHING, WayBack.NO_RETURN};
        for (int i = 0; i < count; i++) {
            steps.add(new PlannedStep("s" + i, "t", Duration.ofSeconds(3), ways[random.nextInt(ways.length)]));
        }
        return steps;
    }

    private static Next answer(Run run, Next.Ask ask, Random random, Instant now) {
        int dice = random.nextInt(12);
        if (ask.phase() == Next.Phase.PRECONDITION) {
            Readiness answer = switch (dice) {
                case 0 -> new Readiness.Refused("no");
                case 1 -> new Readiness.NeedsOperator("look");
                case 2 -> new Readiness.Unneeded("is so");
                case 3, 4 -> new Readiness.NotYet("wait");
                default -> new Readiness.Ready(Map.of("k", "v"));
            };
            return RunProgress.heard(run, ask.step(), answer, now);
        }
        Outcome answer = switch (dice) {
            case 0 -> new Outcome.Failed("broken");
            case 1 -> new Outcome.NeedsOperator("look");
            case 2, 3, 4 -> new Outcome.NotYet("wait");
            default -> Outcome.done("did");
        };
        return RunProgress.heard(run, ask.step(), answer, now);
    }

    /** Operators pause and abort now and then; they always resume and, in the end, approve. */
    private static Run commanded(Run run, Random random, int look) {
        Commands commands = run.commands();
        String paused = random.nextInt(30) == 0 && look < LOOKS / 2 ? "alice" : null;
        Commands.Abort abort = commands.abort();
        if (random.nextInt(200) == 0) {
            Question question = run.question();
            abort = new Commands.Abort("alice", question == null ? 0 : question.number());
        }
        Approval approval = commands.approval();
        Question question = run.question();
        if (question != null && random.nextInt(5) == 0) {
            approval = new Approval(question.number(), "alice");
        }
        return with(run, run.epoch(), new Commands(paused, abort, approval));
    }

    private static Run taken(Run run) {
        return with(run, run.epoch() + 1, run.commands());
    }

    private static Run persisted(Run before, Next next) {
        return switch (next) {
            case Next.Move(Run run) -> run;
            case Next.Rest(Run run, Duration after) -> taken(run);
            case Next.Over() -> before;
            case Next.Ask ask -> throw new AssertionError(ask);
        };
    }

    private static Run with(Run run, long epoch, Commands commands) {
        return new Run(epoch, run.state(), run.message(), run.turnedBack(), run.question(), commands, run.steps());
    }
}
