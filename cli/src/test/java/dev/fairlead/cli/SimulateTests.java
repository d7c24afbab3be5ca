package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SimulateTests {

    private static final String WOULD = """
            {"recordedSwitches": 6, "simulatedSwitches": 1, "reproduces": true, "timeline": [
              {"at": "2026-11-22T10:00:00Z", "summary": "all data centers serve",
               "audiences": [{"audience": "everyone", "shares": [
                 {"dataCenter": "us-east", "basisPoints": 5000}, {"dataCenter": "us-west", "basisPoints": 5000}]}]},
              {"at": "2026-11-22T10:10:00Z", "summary": "us-east is down",
               "audiences": [{"audience": "everyone", "shares": [
                 {"dataCenter": "us-east", "basisPoints": 0}, {"dataCenter": "us-west", "basisPoints": 10000}]}]}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Shell.Ended simulate(String answer, String... options) {
        gateway.on("POST /v1/applications/shop/simulations", 200, answer);
        String[] words = Stream.concat(
                        Stream.of("simulate", "shop", "--from", "2026-11-22T10:00:00Z"), Stream.of(options))
                .toArray(String[]::new);
        return Shell.at(gateway).run(words);
    }

    private String asked() {
        return Json.MAPPER.readTree(gateway.asked().getLast().body()).toString();
    }

    @Test
    void showsHowOftenUsersWouldHaveMovedAndWhere() {
        assertThat(simulate(WOULD, "--hold-down", "30s").out()).isEqualTo("""
                shop: users were sent elsewhere 6 times, they would have been 1 times

                AT                     EVERYONE                  SUMMARY
                2026-11-22T10:00:00Z   us-east=50%,us-west=50%   all data centers serve
                2026-11-22T10:10:00Z   us-west=100%              us-east is down
                """);
        assertThat(asked())
                .isEqualTo("{\"from\":\"2026-11-22T10:00:00Z\",\"healthCheck\":{\"holdDown\":{\"firstMs\":30000}}}");
    }

    @Test
    void saysWhenTheSameCodeDecidesOtherwiseByNow() {
        assertThat(simulate(WOULD.replace("true", "false")).out())
                .contains("1 times\nwhat was decided then does not come out again");
        assertThat(asked()).isEqualTo("{\"from\":\"2026-11-22T10:00:00Z\"}");
    }

    @Test
    void asksForAllThatWasTyped() {
        simulate(
                WOULD,
                "--to=2026-11-22T11:00:00Z",
                "--fall=5",
                "--rise=4",
                "--error-rate",
                "60",
                "10",
                "--quorum=2",
                "--lose=us-east,us-west",
                "--without-overrides");

        assertThat(asked()).isEqualTo("""
                {"from":"2026-11-22T10:00:00Z","to":"2026-11-22T11:00:00Z",\
                "lost":[{"dataCenter":"us-east"},{"dataCenter":"us-west"}],"withoutOverrides":true,\
                "healthCheck":{"fall":5,"rise":4,"errorRate":{"percent":60,"of":10}},"quorum":2}""");
    }

    @Test
    void needsToKnowSinceWhen() {
        assertThat(Shell.at(gateway).run("simulate", "shop").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
