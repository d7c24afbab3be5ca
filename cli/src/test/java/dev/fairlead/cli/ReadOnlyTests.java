package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadOnlyTests {

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String ordered() {
        return Json.MAPPER.readTree(gateway.asked().getFirst().body()).toString();
    }

    @Test
    void letsOneApplicationTakeNoWritesAnywhereForATime() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:30:00Z\"}");

        Shell.Ended ended = Shell.at(gateway).run("read-only", "shop", "--for", "90m", "--reason", "power work");

        String id = gateway.asked().getFirst().request().substring("PUT /v1/overrides/".length());
        assertThat(id).matches("read-only-[0-9a-f]{8}");
        assertThat(ended.out())
                .isEqualTo("shop is read-only everywhere until 2026-11-22T11:30:00Z (override %s)%n".formatted(id));
        assertThat(ordered())
                .isEqualTo(
                        "{\"reason\":\"power work\",\"application\":\"shop\",\"kind\":\"read-only\",\"minutes\":90}");
    }

    @Test
    void letsAllApplicationsTakeNoWritesInOneDataCenter() {
        gateway.onAny("PUT /v1/overrides/", 200, "{\"expiresAt\": \"2026-11-22T11:00:00Z\"}");

        Shell.Ended ended = Shell.at(gateway).run("read-only", "--all", "--in", "us-east", "--reason", "power work");

        assertThat(ended.out()).startsWith("every application is read-only in us-east until 2026-11-22T11:00:00Z (");
        assertThat(ordered())
                .isEqualTo(
                        "{\"dataCenter\":\"us-east\",\"reason\":\"power work\",\"kind\":\"read-only\",\"minutes\":60}");
    }

    @Test
    void asksForWhomAndWhy() {
        Shell.Ended nobody = Shell.at(gateway).run("read-only", "--reason", "x");
        Shell.Ended both = Shell.at(gateway).run("read-only", "shop", "--all", "--reason", "x");
        Shell.Ended unexplained = Shell.at(gateway).run("read-only", "shop");

        assertThat(nobody.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nobody.err()).contains("--all");
        assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unexplained.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void tellsWhatItWouldDo() {
        gateway.onAny("PUT /v1/overrides/", 200, """
                {"changes": [{"application": "shop", "movedPercent": 0.0,
                   "before": {"standings": [{"dataCenter": "us-east", "state": "serving", "mode": "read-write"}]},
                   "after": {"standings": [{"dataCenter": "us-east", "state": "serving", "mode": "read-only"}]}}],
                 "hits": [], "planHash": "ab-cd"}""");

        Shell.Ended ended = Shell.at(gateway).run("read-only", "shop", "--reason", "power work", "--dry-run");

        assertThat(gateway.asked().getFirst().request()).endsWith("?dryRun=true");
        assertThat(ended.out())
                .contains("shop: 0.0 % of the users would move")
                .contains("us-east from serving, read-write, 0% of everyone to serving, read-only, 0% of everyone");
    }

    @Test
    void aPlanTellsWhyWritesAreRefused() {
        String mode = "\"mode\": \"read-only\"";
        gateway.on(
                "GET /v1/applications/shop/plan",
                200,
                PlanTests.PLAN.replace(mode, mode + ", \"modeReason\": {\"reason\": \"read-only by alice\"}"));

        assertThat(Shell.at(gateway).run("plan", "shop").out())
                .contains("1 of 1 endpoints up; read-only by alice\n")
                .contains("1 of 1 endpoints up\n");
    }

    @Test
    void listsOrdersThatActEverywhere() {
        gateway.on("GET /v1/overrides", 200, """
                {"items": [{"id": "read-only-1", "kind": "read-only", "application": "shop", "reason": "power work",
                  "author": "alice", "expiresAt": "2026-11-22T12:00:00Z"}]}""");

        assertThat(Shell.at(gateway).run("get", "overrides").out())
                .containsPattern("read-only-1 +read-only +shop +\\* +2026-11-22T12:00:00Z");
    }
}
