package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlanTests {

    static final String PLAN = """
            {"application": "shop", "host": "shop.example.test", "ttlSeconds": 5, "epoch": 42,
             "decidedAt": "2026-11-22T10:00:00Z", "writeRoute": "us-east",
             "audiences": [
               {"audience": "europe", "countries": [], "continents": ["EU"], "networks": ["198.51.100.0/24"],
                "shares": [{"dataCenter": "eu-west", "basisPoints": 10000}]},
               {"audience": "everyone", "countries": [], "continents": [], "networks": [],
                "shares": [{"dataCenter": "us-east", "basisPoints": 6667}, {"dataCenter": "eu-west", "basisPoints": 3333}]}],
             "standings": [
               {"dataCenter": "eu-west", "state": "serving", "mode": "read-only", "endpoints": ["192.0.2.3:80"],
                "since": "2026-11-22T09:00:00Z", "code": "HEALTHY", "reason": "1 of 1 endpoints up"},
               {"dataCenter": "us-east", "state": "serving", "mode": "read-write", "endpoints": ["192.0.2.1:80"],
                "since": "2026-11-22T09:00:00Z", "code": "HEALTHY", "reason": "1 of 1 endpoints up"},
               {"dataCenter": "us-west", "state": "down", "mode": "unavailable", "endpoints": [],
                "since": "2026-11-22T10:00:00Z", "code": "ALL_ENDPOINTS_DOWN", "reason": "1 of 1 endpoints down"}]}""";

    private static final String TEXT = """
            shop (shop.example.test): writes go to us-east, ttl 5 s, epoch 42, decided 2026-11-22T10:00:00Z

            AUDIENCE   WHO                  eu-west   us-east   us-west
            europe     198.51.100.0/24,EU   100%      0%        0%
            everyone   *                    33.33%    66.67%    0%

            DATA-CENTER   STATE     MODE          ENDPOINTS      SINCE                  CODE                 REASON
            eu-west       serving   read-only     192.0.2.3:80   2026-11-22T09:00:00Z   HEALTHY              1 of 1 endpoints up
            us-east       serving   read-write    192.0.2.1:80   2026-11-22T09:00:00Z   HEALTHY              1 of 1 endpoints up
            us-west       down      unavailable   -              2026-11-22T10:00:00Z   ALL_ENDPOINTS_DOWN   1 of 1 endpoints down
            """;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void showsWhereEachAudienceGoesAndWhatEachDataCenterCanDo() {
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN);

        assertThat(Shell.at(gateway).run("plan", "shop").out()).isEqualTo(TEXT);
    }

    @Test
    void tellsWhyWithAllThatTheDecisionLookedAt() {
        gateway.on("GET /v1/applications/shop/why?at=2026-11-22T10%3A00%3A01Z", 200, """
                {"summary": "Users of shop go to eu-west, us-east.", "plan": %s,
                 "steps": [{"name": "gates", "said": ["us-east: nothing is in the way", "us-west: down (refused)"]},
                   {"name": "admission", "said": ["users may go to us-east"]}],
                 "inputs": {"evidence": {
                   "verdicts": {"us-west": [{"endpoint": {"application": "shop", "dataCenter": "us-west",
                     "address": "192.0.2.2:80"}, "health": "down", "since": "2026-11-22T10:00:00Z", "reason": "refused"}]},
                   "copies": {"asked": "2026-11-22T10:00:00Z", "members": [{"database": "orders", "dataCenter": "us-east",
                     "role": "primary", "reachable": true, "stalenessBoundMs": 0, "bytesBehind": 0, "reason": "primary"}]}},
                  "orders": {"overrides": []}}}""".formatted(PLAN));

        assertThat(Shell.at(gateway)
                        .run("why", "shop", "--at", "2026-11-22T10:00:01Z")
                        .out())
                .isEqualTo("Users of shop go to eu-west, us-east.\n\n" + TEXT + """

                        STEP        CAME-TO
                        gates       us-east: nothing is in the way
                        gates       us-west: down (refused)
                        admission   users may go to us-east

                        APPLICATION   DATA-CENTER   ENDPOINT       HEALTH   ORDER   SINCE                  REASON
                        shop          us-west       192.0.2.2:80   down     -       2026-11-22T10:00:00Z   refused

                        DATABASE   DATA-CENTER   ROLE      REACHABLE   STALENESS-MS   BYTES-BEHIND   REASON
                        orders     us-east       primary   true        0              0              primary
                        """);
    }

    @Test
    void watchesUntilNobodyReadsAnyMore() {
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN);
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN);
        gateway.on("GET /v1/applications/shop/plan", 503, "{\"detail\": \"traffic-service is away\"}");
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN.replace("\"epoch\": 42", "\"epoch\": 43"));
        Pipe pipe = new Pipe("epoch 43");
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = Fairlead.run(
                new Surroundings(
                        Map.of("FAIRLEAD_SERVER", gateway.url(), "FAIRLEAD_TOKEN", TestGateway.TOKEN),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(pipe, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                "plan",
                "shop",
                "--watch");

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(pipe.read()).as("an unchanged plan is not repeated").containsOnlyOnce("epoch 42");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("fairlead: traffic-service is away; still trying%n".formatted());
    }

    @Test
    void redrawsOnATerminal() {
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN);
        gateway.on("GET /v1/applications/shop/plan", 200, PLAN.replace("\"epoch\": 42", "\"epoch\": 43"));
        Pipe pipe = new Pipe("epoch 43");

        Fairlead.run(
                new Surroundings(
                        Map.of("FAIRLEAD_SERVER", gateway.url(), "FAIRLEAD_TOKEN", TestGateway.TOKEN),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(pipe, false, StandardCharsets.UTF_8),
                        System.err,
                        true),
                "plan",
                "shop",
                "--watch");

        assertThat(pipe.read()).contains("endpoints down\n\u001b[10A\u001b[Jshop (");
    }

    /** A pipe whose reader goes away once it has read a text. */
    private static final class Pipe extends OutputStream {

        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final String last;

        Pipe(String last) {
            this.last = last;
        }

        @Override
        public void write(int value) throws IOException {
            if (read().contains(last)) {
                throw new IOException("Broken pipe");
            }
            read.write(value);
        }

        String read() {
            return read.toString(StandardCharsets.UTF_8);
        }
    }
}
