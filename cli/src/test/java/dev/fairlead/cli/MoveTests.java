package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MoveTests {

    private static final String RUN = """
            {"id": "r-1", "kind": "takeover", "reason": "us-east burns", "state": "%s", "message": "on its way",
             "question": {"number": 1, "step": 3, "text": "up to 2.000 s of acknowledged writes may be lost"},
             "steps": [{"sequence": 1, "name": "suspect", "target": "shop", "state": "done"}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void startsATakeoverAndFollowsItWhereItIs() {
        gateway.on("POST /v1/takeovers", 202, RUN.formatted("running"));
        gateway.on("GET /v1/takeovers/r-1", 200, RUN.formatted("succeeded"));

        Shell.Ended ended = Shell.at(gateway)
                .run("takeover", "start", "shop", "--to", "us-west", "--accept-loss", "--reason", "us-east burns");

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).contains("takeover r-1 (us-east burns) is succeeded: on its way");
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo(
                        "{\"database\":\"shop\",\"to\":\"us-west\",\"acceptLoss\":true,\"reason\":\"us-east burns\"}");
    }

    @Test
    void showsWhatATakeoverAsksAndAnswersIt() {
        gateway.on("GET /v1/takeovers/r-1", 200, RUN.formatted("waiting-for-operator"));
        gateway.on("POST /v1/takeovers/r-1/approve", 200, RUN.formatted("running"));

        assertThat(Shell.at(gateway).run("takeover", "status", "r-1").out())
                .contains("question 1: up to 2.000 s of acknowledged writes may be lost");
        assertThat(Shell.at(gateway).run("takeover", "approve", "r-1", "1").exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(Json.MAPPER.readTree(gateway.asked().getLast().body()).toString())
                .isEqualTo("{\"question\":1}");

        Shell.at(gateway).run("takeover", "approve", "r-1", "1", "--confirm", "shop");
        assertThat(Json.MAPPER.readTree(gateway.asked().getLast().body()).toString())
                .isEqualTo("{\"question\":1,\"confirm\":\"shop\"}");
    }

    @Test
    void startsASwitchoverToWhereItIsTold() {
        gateway.on("POST /v1/switchovers", 202, RUN.formatted("running"));
        gateway.on("GET /v1/switchovers/r-1", 200, RUN.formatted("failed"));

        Shell.Ended ended =
                Shell.at(gateway).run("switchover", "start", "shop", "--to", "us-west", "--reason", "power work");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"database\":\"shop\",\"to\":\"us-west\",\"reason\":\"power work\"}");
        assertThat(Shell.at(gateway).run("switchover").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Shell.at(gateway)
                        .run("switchover", "start", "shop", "--reason", "no place")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }
}
