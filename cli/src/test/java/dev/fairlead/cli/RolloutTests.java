package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RolloutTests {

    static final String RUNNING = """
            {"id": "r1", "application": "shop", "version": "2.0", "state": "running",
             "message": "installing 2.0", "updatedAt": "2026-11-22T10:00:05Z",
             "waves": [{"dataCenters": [{"dataCenter": "us-east", "steps": [
               {"sequence": 2, "name": "install", "target": "us-east", "state": "acting", "message": "",
                "startedAt": "2026-11-22T10:00:04Z"},
               {"sequence": 1, "name": "drain", "target": "us-east", "state": "done", "message": "drained",
                "startedAt": "2026-11-22T10:00:00Z", "endedAt": "2026-11-22T10:00:04Z"}]}]}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void startsARolloutFromAFileAndKeepsTheVersionAsWritten() {
        gateway.on("POST /v1/rollouts", 202, RUNNING);

        Shell.Ended ended = Shell.at(gateway).runWith("""
                kind: Rollout
                spec:
                  application: shop
                  version: "1.10"
                """, "rollout", "start", "-f", "-");

        assertThat(ended.out()).isEqualTo("Rollout started as r1\n");
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"application\":\"shop\",\"version\":\"1.10\"}");
    }

    @Test
    void showsTheStepsOfARollout() {
        gateway.on("GET /v1/rollouts/r1", 200, RUNNING);

        Shell.Ended ended = Shell.at(gateway).run("rollout", "status", "r1");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).isEqualTo("""
                rollout r1 of shop 2.0 is running: installing 2.0

                STEP   NAME      TARGET    STATE    STARTED                ENDED                  USUAL   MESSAGE
                1      drain     us-east   done     2026-11-22T10:00:00Z   2026-11-22T10:00:04Z   -       drained
                2      install   us-east   acting   2026-11-22T10:00:04Z   -                      -       -
                """);
    }

    @Test
    void flagsAStepThatTakesFarLongerThanUsual() {
        gateway.on(
                "GET /v1/rollouts/r1",
                200,
                RUNNING.replace("\"state\": \"done\"", "\"state\": \"done\", \"usualMs\": 3960, \"slow\": false")
                        .replace("\"state\": \"acting\"", "\"state\": \"acting\", \"usualMs\": 12000, \"slow\": true"));

        assertThat(Shell.at(gateway).run("rollout", "status", "r1").out()).endsWith("""
                STEP   NAME      TARGET    STATE    STARTED                ENDED                  USUAL        MESSAGE
                1      drain     us-east   done     2026-11-22T10:00:00Z   2026-11-22T10:00:04Z   4.0s         drained
                2      install   us-east   acting   2026-11-22T10:00:04Z   -                      12.0s SLOW   -
                """);
    }

    @Test
    void watchesUntilItIsOverAndSaysThatItFailed() {
        gateway.on("GET /v1/rollouts/r1", 200, RUNNING);
        gateway.on("GET /v1/rollouts/r1", 200, RUNNING.replace("\"running\"", "\"rolled-back\""));

        Shell.Ended ended = Shell.at(gateway).run("rollout", "status", "r1", "--watch");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ended.out()).contains("is running", "is rolled-back");
    }

    @Test
    void givesUpWatchingAfterTheTime() {
        gateway.on("GET /v1/rollouts/r1", 200, RUNNING);

        Shell.Ended ended = Shell.at(gateway).run("rollout", "status", "r1", "--watch", "--timeout", "1s");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.TIMEOUT);
        assertThat(ended.err()).contains("not over within");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "abort"})
    void tellsARolloutWhatToDo(String order) {
        gateway.on("POST /v1/rollouts/r1/" + order, 200, RUNNING);

        Shell.Ended ended = Shell.at(gateway).run("rollout", order, "r1");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).isEqualTo("rollout r1 of shop 2.0 is running: installing 2.0\n");
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void showsWhatARolloutAsksAndApprovesExactlyThat() {
        String asking = RUNNING.replace("\"running\"", "\"waiting-for-operator\"")
                .replace(
                        "\"waves\"",
                        "\"question\": {\"number\": 2, \"step\": 1, \"text\": \"hook is away\"}, \"waves\"");
        gateway.on("GET /v1/rollouts/r1", 200, asking);
        gateway.on("POST /v1/rollouts/r1/approve", 200, RUNNING);

        Shell.Ended status = Shell.at(gateway).run("rollout", "status", "r1");
        Shell.Ended ended = Shell.at(gateway).run("rollout", "approve", "r1", "2");

        assertThat(status.out()).startsWith("""
                rollout r1 of shop 2.0 is waiting-for-operator: installing 2.0
                question 2: hook is away

                STEP""");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(Json.MAPPER.readTree(gateway.asked().getLast().body()).toString())
                .isEqualTo("{\"question\":2}");
    }

    @Test
    void saysWhenARolloutDoesNotWaitForThatAnswer() {
        gateway.on(
                "POST /v1/rollouts/r1/approve",
                409,
                "{\"code\": \"NOT_ASKED\", \"detail\": \"rollout r1 does not wait for an answer to question 1\"}");

        Shell.Ended ended = Shell.at(gateway).run("rollout", "approve", "r1", "1");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(ended.err())
                .isEqualTo("fairlead: rollout r1 does not wait for an answer to question 1 (NOT_ASKED)\n");
        assertThat(Shell.at(gateway).run("rollout", "approve", "r1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Shell.at(gateway).run("rollout", "approve", "r1", "yes").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesAFileThatIsNoRollout() {
        Shell.Ended ended =
                Shell.at(gateway).runWith("{kind: DataCenter, metadata: {name: x}}", "rollout", "start", "-f", "-");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(gateway.asked()).isEmpty();
    }
}
