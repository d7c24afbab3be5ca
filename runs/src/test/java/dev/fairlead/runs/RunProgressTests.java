package dev.fairlead.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of what comes next. Steps are written {@code name:STATE}; {@code ~} after the name: nothing to undo, {@code !}:
 * no way back; {@code +} after the state: its action was begun.
 */
class RunProgressTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long EPOCH = 7;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:PENDING b:PENDING              | ask a PRECONDITION
            a:ACTING+ b:PENDING              | ask a ACT
            a:CHECKING+ b:PENDING            | ask a CHECK
            a:DONE+ b:PENDING                | ask b PRECONDITION
            a:DONE+ b:SKIPPED                | SUCCEEDED a:DONE b:SKIPPED
            a:DONE+ b:FAILED                 | ROLLING_BACK a:DONE b:FAILED
            a:FAILED                         | ROLLING_BACK a:FAILED
            a!:DONE+ b:FAILED+               | WAITING_FOR_OPERATOR a:DONE b:FAILED
            a!:FAILED                        | ROLLING_BACK a:FAILED
            """)
    void goesForwardStepByStep(String steps, String expected) {
        assertThat(next(run(RunState.RUNNING, null, null, Commands.NONE, steps)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:DONE+ b:DONE+ c:FAILED+        | ROLLING_BACK a:DONE b:DONE c:UNDOING
            a:DONE+ b:DONE+ c:FAILED         | ROLLING_BACK a:DONE b:UNDOING c:FAILED
            a:DONE+ b:CHECKING+ c:PENDING    | ROLLING_BACK a:DONE b:UNDOING c:PENDING
            a:DONE+ b:ACTING+ c:PENDING      | ROLLING_BACK a:DONE b:UNDOING c:PENDING
            a:DONE+ b:UNDOING+ c:PENDING     | ask b UNDO
            a:DONE+ b:CHECKING_UNDO+         | ask b CHECK_UNDO
            a:DONE+ b:UNDONE c~:DONE+        | ROLLING_BACK a:UNDOING b:UNDONE c:DONE
            a:UNDONE b:SKIPPED c~:FAILED+    | ROLLED_BACK a:UNDONE b:SKIPPED c:FAILED
            a:FAILED b:PENDING               | FAILED a:FAILED b:PENDING
            """)
    void undoesWhatWasBegunInReverse(String steps, String expected) {
        assertThat(next(run(RunState.ROLLING_BACK, "b failed: broken", null, Commands.NONE, steps)))
                .isEqualTo(expected);
    }

    @Test
    void beginsAnActionAnewUnderEachEpoch() {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a:ACTING+");
        Run taken = new Run(EPOCH + 1, run.state(), run.message(), null, null, run.commands(), run.steps());

        Next first = RunProgress.next(taken, NOW);

        assertThat(first).isInstanceOfSatisfying(Next.Move.class, move -> {
            RunStep step = move.run().steps().getFirst();
            assertThat(step.attempt()).isEqualTo(2);
            assertThat(step.epoch()).isEqualTo(EPOCH + 1);
            assertThat(RunProgress.next(move.run(), NOW)).isEqualTo(new Next.Ask(step, Next.Phase.ACT));
        });
    }

    @Test
    void pausesBetweenAnyTwoQuestionsAndGoesOnWithAFullTimeout() {
        Run acting = run(RunState.RUNNING, null, null, paused(), "a:CHECKING+");

        Run paused = moved(RunProgress.next(acting, NOW));
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(RunProgress.next(paused, NOW)).isEqualTo(new Next.Rest(paused, RunProgress.IDLE));

        Instant later = NOW.plusSeconds(3600);
        Run resumed = moved(RunProgress.next(told(paused, Commands.NONE), later));
        assertThat(resumed.state()).isEqualTo(RunState.RUNNING);
        assertThat(resumed.steps().getFirst().overdue(later)).isFalse();
    }

    @Test
    void pausesAndResumesOnTheWayBack() {
        Run undoing = run(RunState.ROLLING_BACK, "b failed", null, paused(), "a:UNDOING+");

        Run paused = moved(RunProgress.next(undoing, NOW));
        Run resumed = moved(RunProgress.next(told(paused, Commands.NONE), NOW));

        assertThat(resumed.state()).isEqualTo(RunState.ROLLING_BACK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:DONE+ b:CHECKING+              | ROLLING_BACK a:DONE b:CHECKING
            a:PENDING                        | ROLLING_BACK a:PENDING
            a!:ACTING+ b:PENDING             | ABORTED a:ACTING b:PENDING
            """)
    void abortTurnsBackUnlessThereIsNoWayBack(String steps, String expected) {
        assertThat(next(run(RunState.RUNNING, null, null, aborted(0), steps))).isEqualTo(expected);
    }

    @Test
    void endsAsAbortedWhenEverythingIsUndone() {
        Run run = run(RunState.ROLLING_BACK, "aborted by alice", null, aborted(0), "a:UNDONE b:PENDING");
        assertThat(next(run)).isEqualTo("ABORTED a:UNDONE b:PENDING");
    }

    @Test
    void asksTheStepAgainWithTheApprovalOfItsOwnQuestionOnly() {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a:PENDING");
        Run asking = moved(
                RunProgress.heard(run, run.steps().getFirst(), new Readiness.NeedsOperator("3 s may be lost"), NOW));
        assertThat(asking.question()).isEqualTo(new Question(1, 1, "3 s may be lost"));
        assertThat(RunProgress.next(asking, NOW)).isEqualTo(new Next.Rest(asking, RunProgress.IDLE));
        assertThat(RunProgress.next(told(asking, approved(0)), NOW)).isInstanceOf(Next.Rest.class);

        Run approved = moved(RunProgress.next(told(asking, approved(1)), NOW));
        RunStep step = approved.steps().getFirst();
        assertThat(approved.approvalOf(step)).isEqualTo(new Approval(1, "alice"));
        assertThat(RunProgress.next(approved, NOW)).isEqualTo(new Next.Ask(step, Next.Phase.PRECONDITION));

        Run askingMore = moved(RunProgress.heard(approved, step, new Readiness.NeedsOperator("9 s by now"), NOW));
        assertThat(askingMore.question()).isEqualTo(new Question(2, 1, "9 s by now"));
        assertThat(RunProgress.next(askingMore, NOW)).isInstanceOf(Next.Rest.class);
    }

    @Test
    void triesAFailedStepAgainWhenAnOperatorSaysSoPastThePointOfNoReturn() {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a!:DONE+ b:FAILED+");
        Run asking = moved(RunProgress.next(run, NOW));
        Run again = moved(RunProgress.next(told(asking, approved(1)), NOW.plusSeconds(3600)));

        assertThat(again.steps().getLast().state()).isEqualTo(StepState.ACTING);
        assertThat(again.steps().getLast().overdue(NOW.plusSeconds(3600))).isFalse();
    }

    @Test
    void asksWhenSomethingCannotBeUndoneAndIsGivenUpOnlyByALaterAbort() {
        Run run = run(RunState.ROLLING_BACK, "aborted by alice", null, aborted(0), "a:UNDOING+");
        Run asking = moved(RunProgress.heard(run, run.steps().getFirst(), new Outcome.Failed("hook is gone"), NOW));
        assertThat(asking.state()).isEqualTo(RunState.WAITING_FOR_OPERATOR);
        assertThat(RunProgress.next(asking, NOW)).isInstanceOf(Next.Rest.class);

        assertThat(next(told(asking, approved(1)))).isEqualTo("ROLLING_BACK a:UNDOING");
        assertThat(next(told(asking, aborted(1)))).isEqualTo("FAILED a:UNDOING");
    }

    @Test
    void abortInTheMiddleOfAQuestionDoesNotGiveTheWayBackUp() {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a:CHECKING+");
        Run asking = moved(RunProgress.heard(run, run.steps().getFirst(), new Outcome.NeedsOperator("?"), NOW));
        Run back = moved(RunProgress.next(told(asking, aborted(1)), NOW));
        assertThat(next(back)).isEqualTo("ROLLING_BACK a:UNDOING");

        Run undoing = moved(RunProgress.next(back, NOW));
        Run stuck = moved(RunProgress.heard(undoing, undoing.steps().getFirst(), new Outcome.Failed("no"), NOW));
        assertThat(stuck.question()).isEqualTo(new Question(2, 1, "could not be undone: no"));
        assertThat(RunProgress.next(stuck, NOW)).isInstanceOf(Next.Rest.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ACTING+        | CHECKING
            CHECKING+      | DONE
            UNDOING+       | CHECKING_UNDO
            CHECKING_UNDO+ | UNDONE
            """)
    void anAnswerOfDoneLeadsToTheNextStateAndKeepsTheOutput(String state, StepState expected) {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a:" + state);
        Run after = moved(
                RunProgress.heard(run, run.steps().getFirst(), new Outcome.Done("proved", Map.of("lsn", "0/5")), NOW));

        assertThat(after.steps().getFirst().state()).isEqualTo(expected);
        assertThat(after.steps().getFirst().output()).containsEntry("lsn", "0/5");
        assertThat(after.message()).isEqualTo("a: proved");
    }

    @Test
    void waitsForAGateWithoutEndButForAnActionOnlyItsTimeout() {
        Run gate = run(RunState.RUNNING, null, null, Commands.NONE, "a:PENDING");
        Instant nextDay = NOW.plus(Duration.ofDays(1));
        assertThat(RunProgress.heard(gate, gate.steps().getFirst(), new Readiness.NotYet("us-west is down"), nextDay))
                .isInstanceOfSatisfying(Next.Rest.class, rest -> {
                    assertThat(rest.after()).isEqualTo(RunProgress.POLL);
                    assertThat(rest.run().message()).isEqualTo("a: us-west is down");
                });

        Run acting = run(RunState.RUNNING, null, null, Commands.NONE, "a:ACTING+");
        RunStep step = acting.steps().getFirst();
        Outcome notYet = new Outcome.NotYet("connection refused");
        assertThat(RunProgress.heard(acting, step, notYet, NOW.plus(TIMEOUT).minusMillis(1)))
                .isInstanceOf(Next.Rest.class);
        Run late = moved(RunProgress.heard(acting, step, notYet, NOW.plus(TIMEOUT)));
        assertThat(late.steps().getFirst().state()).isEqualTo(StepState.FAILED);
        assertThat(late.steps().getFirst().message()).isEqualTo("not within 10 s: connection refused");
    }

    @Test
    void storesWhatHasToBeKnownLaterBeforeTheActionBegins() {
        Run run = run(RunState.RUNNING, null, null, Commands.NONE, "a:PENDING");
        Run after = moved(
                RunProgress.heard(run, run.steps().getFirst(), new Readiness.Ready(Map.of("previous", "1.0")), NOW));
        RunStep step = after.steps().getFirst();

        assertThat(step.state()).isEqualTo(StepState.ACTING);
        assertThat(step.epoch()).isEqualTo(EPOCH);
        assertThat(step.output()).containsEntry("previous", "1.0");
        assertThat(step.started()).isEqualTo(NOW);
    }

    private static String next(Run run) {
        return switch (RunProgress.next(run, NOW)) {
            case Next.Ask(RunStep step, Next.Phase phase) -> "ask %s %s".formatted(step, phase);
            case Next.Move(Run moved) ->
                moved.state() + " "
                        + moved.steps().stream()
                                .map(step -> step.planned().name() + ":" + step.state())
                                .collect(Collectors.joining(" "));
            case Next.Rest(Run rested, Duration after) -> "rest " + after;
            case Next.Over() -> "over";
        };
    }

    private static Run moved(Next next) {
        assertThat(next).isInstanceOf(Next.Move.class);
        return ((Next.Move) next).run();
    }

    private static Run told(Run run, Commands commands) {
        return new Run(
                run.epoch(), run.state(), run.message(), run.turnedBack(), run.question(), commands, run.steps());
    }

    private static Commands paused() {
        return new Commands("alice", null, null);
    }

    private static Commands aborted(int question) {
        return new Commands(null, new Commands.Abort("alice", question), null);
    }

    private static Commands approved(int question) {
        return new Commands(null, null, new Approval(question, "alice"));
    }

    private static Run run(
            RunState state,
            @Nullable String turnedBack,
            @Nullable Question question,
            Commands commands,
            String written) {
        List<RunStep> steps = new ArrayList<>();
        for (String word : written.split(" ")) {
            steps.add(step(steps.size() + 1, word));
        }
        return new Run(EPOCH, state, "", turnedBack, question, commands, steps);
    }

    private static RunStep step(int sequence, String word) {
        String name = word.substring(0, 1);
        WayBack wayBack = switch (word.charAt(1)) {
            case '~' -> WayBack.NOTHING;
            case '!' -> WayBack.NO_RETURN;
            default -> WayBack.UNDO;
        };
        boolean begun = word.endsWith("+");
        StepState state =
                StepState.valueOf(word.substring(word.indexOf(':') + 1).replace("+", ""));
        PlannedStep planned = new PlannedStep(name, "", TIMEOUT, wayBack);
        return new RunStep(
                sequence, planned, state, begun ? 1 : 0, begun ? EPOCH : 0, NOW, NOW, null, "broken", Map.of());
    }
}
