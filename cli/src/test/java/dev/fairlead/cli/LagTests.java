package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LagTests {

    private static final String LAG = """
            {"database": "shop", "region": "local", "from": "2026-11-22T10:00:00Z", "to": "2026-11-22T10:03:00Z",
             "series": [
               {"dataCenter": "us-east",
                "coverage": {"certifiedSeconds": 120.0, "unknownSeconds": 0.0, "missedSeconds": 60.0},
                "points": [
                  {"at": "2026-11-22T10:00:00Z", "seconds": 60, "bound": {"least": 0, "most": 0, "last": 0},
                   "bytesBehind": 0, "unknownSeconds": 0.0, "missedSeconds": 0.0},
                  {"at": "2026-11-22T10:02:00Z", "seconds": 60, "bound": {"least": 0, "most": 0, "last": 0},
                   "bytesBehind": 0, "unknownSeconds": 0.0, "missedSeconds": 0.0}]},
               {"dataCenter": "us-west",
                "coverage": {"certifiedSeconds": 60.0, "unknownSeconds": 60.0, "missedSeconds": 60.0},
                "points": [
                  {"at": "2026-11-22T10:00:00Z", "seconds": 60, "bound": {"least": 90, "most": 75250, "last": 100},
                   "bytesBehind": 4096, "unknownSeconds": 0.0, "missedSeconds": 0.0},
                  {"at": "2026-11-22T10:01:00Z", "seconds": 60, "unknownSeconds": 60.0, "missedSeconds": 0.0}]}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Shell.Ended run(String answer, String... args) {
        gateway.onAny("GET /v1/databases/shop/", 200, answer);
        return Shell.at(gateway).run(args);
    }

    @Test
    void showsTheWorstOfEachMinuteWhatWasUnknownAndWhatWasMissed() {
        assertThat(run(LAG, "database", "lag", "shop").out()).isEqualTo("""
                shop: 2026-11-22T10:00:00Z to 2026-11-22T10:03:00Z, as region local found it

                DATA CENTER   WORST   CERTIFIED   UNKNOWN   MISSED
                us-east       0ms     2m0s        0s        1m0s
                us-west       1m15s   1m0s        1m0s      1m0s

                FROM                   us-east   us-west
                2026-11-22T10:00:00Z   0ms       1m15s
                2026-11-22T10:01:00Z   -         ?
                2026-11-22T10:02:00Z   0ms       -
                """);
    }

    @Test
    void showsNoTimesWhereAllWasMissed() {
        assertThat(run("""
                {"database": "shop", "region": "local", "from": "2026-11-22T10:00:00Z", "to": "2026-11-22T10:03:00Z",
                 "series": [{"dataCenter": "us-east", "points": [],
                   "coverage": {"certifiedSeconds": 0.0, "unknownSeconds": 0.0, "missedSeconds": 180.0}}]}""", "database", "lag", "shop").out()).endsWith("""

                        DATA CENTER   WORST   CERTIFIED   UNKNOWN   MISSED
                        us-east       -       0s          0s        3m0s
                        """);
    }

    @Test
    void asksSinceAsLongAgoAsWasTypedAndPrintsWhatCame() {
        String out = run(LAG, "database", "lag", "shop", "--since", "2d", "-o", "json")
                .out();
        assertThat(Json.MAPPER.readTree(out)).isEqualTo(Json.MAPPER.readTree(LAG));
        String asked = gateway.asked().getFirst().request();
        assertThat(asked).startsWith("GET /v1/databases/shop/lag?from=");
        Instant from = Instant.parse(asked.substring(asked.indexOf('=') + 1));
        assertThat(Duration.between(from, Instant.now()).toMinutes()).isEqualTo(2 * 24 * 60);
    }

    @Test
    void asksForASubcommand() {
        Shell.Ended ended = Shell.at(gateway).run("database");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("lag");
    }
}
