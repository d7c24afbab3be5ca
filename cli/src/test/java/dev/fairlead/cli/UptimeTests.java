package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class UptimeTests {

    private static final String UPTIME = """
            {"application": "shop", "objective": "99.95",
             "window": {"days": 30, "from": "2026-10-23T10:00:00Z", "to": "2026-11-22T10:00:00Z",
               "knownFrom": "2026-10-23T10:00:00Z", "knownSeconds": 2592000.0},
             "spending": {"budgetSeconds": 1296.0, "spentSeconds": 270.25, "leftSeconds": 1025.75,
               "lastHourSeconds": 0.25, "burningSeconds": 180.0},
             "outages": [
               {"from": "2026-11-22T09:59:59Z", "to": null, "basisPoints": 2500, "lostSeconds": 0.25,
                "reason": "users are sent nowhere"},
               {"from": "2026-11-15T10:00:00Z", "to": "2026-11-15T10:09:00Z", "basisPoints": 5000, "lostSeconds": 270.0,
                "reason": "us-east is down"}],
             "moreOutages": 0}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String shown(String answer) {
        gateway.on("GET /v1/applications/shop/uptime?days=30", 200, answer);
        return Shell.at(gateway).run("uptime", "shop").out();
    }

    @Test
    void showsTheBudgetHowFastItGoesAndTheOutages() {
        assertThat(shown(UPTIME)).isEqualTo("""
                shop: objective 99.95, 30 days until 2026-11-22T10:00:00Z
                budget 21m36s, spent 4m30s, left 17m6s; at the pace of the last hour 30 days cost 3m0s

                FROM                   TO                     USERS   LOST    REASON
                2026-11-22T09:59:59Z   goes on                25%     0.3s    users are sent nowhere
                2026-11-15T10:00:00Z   2026-11-15T10:09:00Z   50%     4m30s   us-east is down
                """);
    }

    @Test
    void saysHowMuchOfTheWindowIsNotKnown() {
        assertThat(shown(UPTIME.replace(
                                "\"knownFrom\": \"2026-10-23T10:00:00Z\"", "\"knownFrom\": \"2026-11-20T07:00:00Z\"")
                        .replace("2592000.0", "183600.0")))
                .contains("known from 2026-11-20T07:00:00Z on, 2d3h of it: what was before is not counted\n\nFROM");
    }

    @Test
    void saysThatNothingIsKnownOrPromised() {
        assertThat(shown("""
                {"application": "shop", "objective": null,
                 "window": {"days": 30, "from": "2026-10-23T10:00:00Z", "to": "2026-11-22T10:00:00Z", "knownFrom": null,
                   "knownSeconds": 0.0},
                 "spending": {"budgetSeconds": null, "spentSeconds": 0.0, "leftSeconds": null, "lastHourSeconds": 0.0,
                   "burningSeconds": 0.0},
                 "outages": [], "moreOutages": 0}""")).isEqualTo("""
                shop: objective none, 30 days until 2026-11-22T10:00:00Z
                budget -, spent 0s, left -; at the pace of the last hour 30 days cost 0s
                no decision of it is known
                """);
    }

    @Test
    void saysHowManyOutagesThereAreBesides() {
        assertThat(shown(UPTIME.replace("\"moreOutages\": 0", "\"moreOutages\": 7")))
                .endsWith("us-east is down\nand 7 before\n");
    }

    @Test
    void asksForAsManyDaysAsWereTypedAndPrintsWhatCame() {
        gateway.on("GET /v1/applications/shop/uptime?days=7", 200, UPTIME);

        String out = Shell.at(gateway)
                .run("uptime", "shop", "--days", "7", "-o", "json")
                .out();

        assertThat(Json.MAPPER.readTree(out)).isEqualTo(Json.MAPPER.readTree(UPTIME));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "0.04, 0s",
        "8.64, 8.6s",
        "9.949, 9.9s",
        "9.95, 10s",
        "59.4, 59s",
        "59.6, 1m0s",
        "-340.8, -5m41s",
        "3600, 1h0m",
        "7776, 2h9m",
        "172800, 2d0h"
    })
    void writesATimeInItsTwoLargestUnits(String seconds, String text) {
        assertThat(UptimeText.time(Json.MAPPER.readTree(seconds))).isEqualTo(text);
    }
}
