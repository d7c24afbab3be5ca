package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvacuateTests {

    private static final String RUN = """
            {"id": "r-1", "kind": "evacuation", "reason": "us-east away: power work", "state": "%s", "message": "on its way",
             "steps": [{"sequence": 1, "name": "check-capacity", "target": "us-east", "state": "done"}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void startsAnEvacuationAndFollowsItToItsEnd() {
        gateway.on("POST /v1/evacuations", 202, RUN.formatted("running"));
        gateway.on("GET /v1/runs/r-1", 200, RUN.formatted("succeeded"));

        Shell.Ended ended = Shell.at(gateway).run("evacuate", "us-east", "--reason", "power work", "--watch");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out())
                .contains("evacuation r-1 (us-east away: power work) is succeeded: on its way")
                .contains("check-capacity");
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"dataCenter\":\"us-east\",\"direction\":\"away\",\"reason\":\"power work\"}");
    }

    @Test
    void givesTheUsersBackAndTellsThatItFailed() {
        gateway.on("POST /v1/evacuations", 202, RUN.formatted("running"));
        gateway.on("GET /v1/runs/r-1", 200, RUN.formatted("failed"));

        Shell.Ended ended = Shell.at(gateway).run("evacuate", "us-east", "--back", "--reason", "done");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(gateway.asked().getFirst().body()).contains("back");
    }

    @Test
    void answersWhatARunAsks() {
        gateway.on("POST /v1/runs/r-1/approve", 200, RUN.formatted("running"));
        gateway.on("POST /v1/runs/r-1/pause", 200, RUN.formatted("paused"));

        assertThat(Shell.at(gateway).run("run", "approve", "r-1", "2").exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"question\":2}");
        assertThat(Shell.at(gateway).run("run", "pause", "r-1").out()).contains("is paused");
        assertThat(Shell.at(gateway).run("run").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
