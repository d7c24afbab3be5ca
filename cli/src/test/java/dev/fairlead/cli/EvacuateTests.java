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
    void tellsWhatAnEvacuationWouldComeToAndStartsNone() {
        gateway.on("POST /v1/evacuations?dryRun=true", 200, """
                {"changes": [{"application": "shop", "movedPercent": 40.0,
                   "before": {"audiences": [{"shares": [{"dataCenter": "us-east", "basisPoints": 10000}]}],
                     "standings": [{"dataCenter": "us-east", "state": "serving", "mode": "read-write"}]},
                   "after": {"audiences": [{"shares": []}],
                     "standings": [{"dataCenter": "us-east", "state": "drained", "mode": "unavailable"}]}}],
                 "hits": [{"rule": "OVERLOAD", "application": "shop", "detail": "100 requests/s more than fit"}],
                 "planHash": "ab-cd"}""");

        Shell.Ended ended = Shell.at(gateway).run("evacuate", "us-east", "--reason", "power work", "--dry-run");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out())
                .startsWith("shop: 40.0 % of the users would move\n")
                .endsWith("breaks OVERLOAD of shop: 100 requests/s more than fit\nplan hash ab-cd\n");
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void tellsWhichPrimariesWouldGoWhere() {
        gateway.on("POST /v1/evacuations?dryRun=true", 200, """
                {"changes": [], "hits": [{"rule": "PRIMARY_STAYS", "detail": "stock: there is no replica of it"}],
                 "planHash": "ab-cd", "primaries": [
                   {"database": "orders", "to": "us-west", "reason": "us-west is at most 20 ms behind"},
                   {"database": "stock", "reason": "there is no replica of it"}]}""");

        Shell.Ended ended = Shell.at(gateway).run("evacuate", "us-east", "--reason", "power work", "--dry-run");

        assertThat(ended.out()).isEqualTo("""
                nobody's plan would change
                the primary of orders would go to us-west: us-west is at most 20 ms behind
                the primary of stock would stay: there is no replica of it
                breaks PRIMARY_STAYS: stock: there is no replica of it
                plan hash ab-cd
                """);
    }

    @Test
    void startsOnlyWhatADryRunTold() {
        gateway.on("POST /v1/evacuations?planHash=ab-cd", 409, """
                {"code": "PLAN_CHANGED", "detail": "run it again"}""");

        Shell.Ended ended =
                Shell.at(gateway).run("evacuate", "us-east", "--reason", "power work", "--plan-hash", "ab-cd");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(ended.err()).isEqualTo("fairlead: run it again (PLAN_CHANGED)\n");
        assertThat(Shell.at(gateway)
                        .run("evacuate", "us-east", "--reason", "power work", "--force", "OVERLOAD")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
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
