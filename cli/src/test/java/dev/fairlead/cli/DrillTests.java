package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrillTests {

    private static final String RUN = """
            {"id": "d-1", "kind": "drill", "reason": "us-east of shop: weekly", "state": "%s", "message": "on its way",
             "steps": [{"sequence": 1, "name": "ready", "target": "us-east", "state": "done"}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void startsADrillAndFollowsItToItsEnd() {
        gateway.on("POST /v1/drills", 202, RUN.formatted("running"));
        gateway.on("GET /v1/drills/d-1", 200, RUN.formatted("succeeded"));

        Shell.Ended ended = Shell.at(gateway)
                .run("drill", "start", "us-east", "-a", "shop", "--hold", "5m", "--reason", "weekly", "--watch");

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).contains("drill d-1 (us-east of shop: weekly) is succeeded: on its way");
        assertThat(Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString())
                .isEqualTo("{\"application\":\"shop\",\"dataCenter\":\"us-east\",\"mode\":\"away\","
                        + "\"holdSeconds\":300,\"leastUpPercent\":50,\"limitMinutes\":60,\"reason\":\"weekly\"}");
    }

    @Test
    void aWholeDataCenterIsOrderedToBeReadOnly() {
        gateway.on("POST /v1/drills?dryRun=true", 200, """
                {"changes": [], "hits": [], "planHash": "ab-cd"}""");

        Shell.Ended ended =
                Shell.at(gateway).run("drill", "start", "us-east", "--read-only", "--reason", "weekly", "--dry-run");

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).endsWith("plan hash ab-cd\n");
        assertThat(gateway.asked().getFirst().body()).contains("read-only").doesNotContain("application");
    }

    @Test
    void listsDrillsAndSaysWhereMoreAre() {
        gateway.on("GET /v1/drills?limit=1&application=shop", 200, """
                {"items": [{"id": "d-1", "dataCenter": "us-east", "mode": "away", "state": "succeeded", "reason": "weekly",
                  "startedAt": "2026-01-01T00:00:00Z", "rtoMs": 7210, "source": "arrivals"}],
                 "next": "2026-01-01T00:00:00Z"}""");

        Shell.Ended ended = Shell.at(gateway).run("drill", "list", "--application", "shop", "--limit", "1");

        assertThat(ended.out())
                .containsPattern("d-1 +us-east +all +away +succeeded +2026-01-01T00:00:00Z +7.2s +arrivals +- +weekly")
                .endsWith("more: --before 2026-01-01T00:00:00Z\n");
    }

    @Test
    void showsWhatADrillCameTo() {
        gateway.on("GET /v1/drills/d-1/report", 200, """
                {"id": "d-1", "spec": {"dataCenter": "us-east"}, "state": "succeeded", "message": "all steps are done",
                 "rto": {"ms": 7210, "source": "plan", "reason": "no data plane counts"},
                 "rpo": {"reason": "shop has no database, so there is nothing to lose"},
                 "applications": [{"application": "shop", "rto": {"ms": 7210, "source": "plan"}, "rpo": {}, "backMs": 400}],
                 "timeline": [{"step": "move-away", "target": "shop", "state": "done", "message": "arrived"}]}""");
        gateway.on("GET /v1/drills/d-1/report.html", 200, "<!doctype html><p>so it was</p>");

        Shell.Ended table = Shell.at(gateway).run("drill", "report", "d-1");
        Shell.Ended page = Shell.at(gateway).run("drill", "report", "d-1", "--html");

        assertThat(table.out())
                .startsWith("drill d-1 of us-east is succeeded: all steps are done\nRTO 7.2s (no data plane counts)\n")
                .contains("RPO - (shop has no database")
                .containsPattern("shop +- +7.2s +plan +- +0.4s")
                .containsPattern("move-away +shop +done");
        assertThat(page.out()).isEqualTo("<!doctype html><p>so it was</p>");
    }

    @Test
    void storesAndShowsSchedules() {
        gateway.on("GET /v1/drill-schedules/weekly", 404, "{}");
        gateway.on("PUT /v1/drill-schedules/weekly", 201, "{\"metadata\": {\"name\": \"weekly\", \"generation\": 1}}");
        gateway.on("GET /v1/drill-schedules", 200, """
                {"items": [{"metadata": {"name": "weekly", "generation": 1}, "spec": {"drill": {"dataCenter": "us-east"},
                  "window": {"days": ["TUESDAY"], "from": "10:00", "to": "11:00", "zone": "UTC"}},
                  "status": {"refusal": "us-west is down", "refusedAt": "2026-01-06T10:00:00Z"}}]}""");

        Shell.Ended applied = Shell.at(gateway).runWith("""
                kind: DrillSchedule
                metadata: {name: weekly}
                spec:
                  drill: {dataCenter: us-east, reason: weekly}
                  window: {days: [TUESDAY], from: "10:00", to: "11:00"}
                """, "apply", "-f", "-");
        Shell.Ended listed = Shell.at(gateway).run("get", "drill-schedules");

        assertThat(applied.out()).as(applied.err()).isEqualTo("DrillSchedule/weekly created\n");
        assertThat(listed.out())
                .containsPattern(
                        "weekly +\\* +us-east +TUESDAY +10:00 +11:00 +UTC +2026-01-06T10:00:00Z +us-west is down");
    }

    @Test
    void breaksADrillOff() {
        gateway.on("POST /v1/drills/d-1/abort", 200, RUN.formatted("rolling-back"));

        assertThat(Shell.at(gateway).run("drill", "abort", "d-1").out()).contains("is rolling-back");
        assertThat(Shell.at(gateway).run("drill").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
