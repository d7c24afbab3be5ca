package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DrainAndRestoreTests {

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void drainsOneApplicationForATime() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:30:00Z\"}");

        Shell.Ended ended =
                Shell.at(gateway).run("drain", "us-east", "--app", "shop", "--reason", "power work", "--for", "90m");

        TestGateway.Asked asked = gateway.asked().getFirst();
        String id = asked.request().substring("PUT /v1/overrides/".length());
        assertThat(id).matches("drain-[0-9a-f]{8}");
        assertThat(ended.out())
                .isEqualTo("us-east is drained of shop until 2026-11-22T11:30:00Z (override %s)%n".formatted(id));
        JsonNode body = Json.MAPPER.readTree(asked.body());
        assertThat(body.toString())
                .isEqualTo("{\"dataCenter\":\"us-east\",\"reason\":\"power work\",\"application\":\"shop\","
                        + "\"kind\":\"drain\",\"minutes\":90}");
    }

    @Test
    void drainsStepByStepWhereAskedTo() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:30:00Z\"}");

        Shell.Ended ended =
                Shell.at(gateway).run("drain", "us-east", "--reason", "power work", "--for", "90m", "--over", "1800s");

        TestGateway.Asked asked = gateway.asked().getFirst();
        assertThat(ended.out())
                .startsWith("us-east is drained of every application, empty in 30 min, until 2026-11-22T11:30:00Z (");
        assertThat(Json.MAPPER.readTree(asked.body()).toString())
                .isEqualTo("{\"dataCenter\":\"us-east\",\"reason\":\"power work\",\"overMinutes\":30,"
                        + "\"kind\":\"drain\",\"minutes\":90}");
        assertThat(Shell.at(gateway)
                        .run("drain", "us-east", "--reason", "x", "--over", "soon")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private static final String PREVIEW = """
            {"changes": [{"application": "shop", "movedPercent": 40.0,
               "before": {"audiences": [{"shares": [{"dataCenter": "us-east", "basisPoints": 4000},
                                                    {"dataCenter": "us-west", "basisPoints": 6000}]}],
                 "standings": [{"dataCenter": "us-east", "state": "serving", "mode": "read-write"},
                               {"dataCenter": "us-west", "state": "serving", "mode": "read-write"}]},
               "after": {"audiences": [{"shares": [{"dataCenter": "us-west", "basisPoints": 10000}]}],
                 "standings": [{"dataCenter": "us-east", "state": "drained", "mode": "unavailable"},
                               {"dataCenter": "us-west", "state": "serving", "mode": "read-write"}],
                 "loads": [{"dataCenter": "us-west", "perSecond": 900, "limitPerSecond": 800}]}}],
             "hits": [{"rule": "OVERLOAD", "application": "shop", "detail": "100 requests/s more than fit"}],
             "planHash": "ab-cd"}""";

    @Test
    void tellsWhatADrainWouldDoToWhom() {
        gateway.onAny("PUT /v1/overrides/", 200, PREVIEW);

        Shell.Ended ended = Shell.at(gateway).run("drain", "us-east", "--reason", "power work", "--dry-run");

        assertThat(gateway.asked().getFirst().request()).endsWith("?dryRun=true");
        assertThat(ended.out()).isEqualTo("""
                shop: 40.0 % of the users would move
                  us-east from serving, read-write, 40% of everyone to drained, unavailable, 0% of everyone
                  us-west from serving, read-write, 60% of everyone to serving, read-write, 100% of everyone, 900 of at most 800 requests/s
                breaks OVERLOAD of shop: 100 requests/s more than fit
                plan hash ab-cd
                """);
    }

    @Test
    void overrulesSafetyRulesByNameAndSaysWhy() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:30:00Z\"}");

        Shell.at(gateway)
                .run(
                        "drain",
                        "us-east",
                        "--reason",
                        "fire",
                        "--plan-hash",
                        "ab-cd",
                        "--force",
                        "OVERLOAD,MOST_MOVED",
                        "--force-reason",
                        "it burns & smokes");

        assertThat(gateway.asked().getFirst().request())
                .endsWith("?planHash=ab-cd&force=OVERLOAD&force=MOST_MOVED&forceReason=it+burns+%26+smokes");
    }

    @Test
    void asksForAReason() {
        Shell.Ended ended = Shell.at(gateway).run("drain", "us-east");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("--reason");
        assertThat(Shell.at(gateway)
                        .run("drain", "us-east", "--reason", "x", "--for", "soon")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void restoresAndTellsWhatStillDrains() {
        gateway.on("POST /v1/restores", 200, """
                {"releasedAt": "2026-11-22T10:00:00Z", "ended": [{"id": "drain-1"}],
                 "stillDraining": [{"id": "drain-2", "expiresAt": "2026-11-22T12:00:00Z"}]}""");

        Shell.Ended ended = Shell.at(gateway).run("restore", "us-east", "--app", "shop", "--reason", "power is back");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).isEqualTo("""
                us-east is given back to shop; drains ended: 1
                still drained of every application until 2026-11-22T12:00:00Z (override drain-2)
                """);
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"dataCenter\":\"us-east\",\"reason\":\"power is back\",\"application\":\"shop\"}");
    }

    @Test
    void treatsADataCenterAsDownUntilTheTimeIsOverOrItEnds() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:00:00Z\"}");
        gateway.onAny("DELETE /v1/overrides/", 204, "");

        Shell.Ended treated = Shell.at(gateway).run("treat", "us-east", "--as", "down", "--reason", "packets are lost");
        String id = gateway.asked().getFirst().request().substring("PUT /v1/overrides/".length());
        Shell.Ended ended = Shell.at(gateway).run("end", id);

        assertThat(id).matches("treat-as-down-[0-9a-f]{8}");
        assertThat(treated.out())
                .isEqualTo("us-east counts as down for every application until 2026-11-22T11:00:00Z (override %s)%n"
                        .formatted(id));
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"dataCenter\":\"us-east\",\"reason\":\"packets are lost\","
                        + "\"kind\":\"treat-as-down\",\"minutes\":60}");
        assertThat(ended.out()).isEqualTo("override %s is over%n".formatted(id));
        assertThat(Shell.at(gateway)
                        .run("treat", "us-east", "--as", "fine", "--reason", "x")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }
}
