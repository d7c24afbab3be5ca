package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DistanceTests {

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String shown(String answer) {
        gateway.on("GET /v1/databases/shop/distance", 200, answer);
        return Shell.at(gateway).run("database", "distance", "shop").out();
    }

    @Test
    void showsTheWayOfEachDataCenterAndWhoHasIt() {
        assertThat(shown("""
                {"database": "shop", "primary": "us-east", "from": [
                  {"region": "east", "dataCenter": "us-east", "shareBasisPoints": 7500, "roundTrip":
                    {"database": "shop", "dataCenter": "us-east", "readings": 960, "medianMs": 0.41, "p99Ms": 2.25}},
                  {"region": "west", "dataCenter": "us-west", "shareBasisPoints": 2500}]}""")).isEqualTo("""
                shop: the primary is in us-east

                REGION   DATA CENTER   MEDIAN   P99     READINGS   REQUESTS
                east     us-east       0.4ms    2.3ms   960        75%
                west     us-west       -        -       -          25%
                """);
    }

    @Test
    void saysThatNoPrimaryIsKnown() {
        assertThat(shown("{\"database\": \"shop\", \"from\": [{\"region\": \"local\"}]}"))
                .isEqualTo("""
                shop: no primary is known

                REGION   DATA CENTER   MEDIAN   P99   READINGS   REQUESTS
                local    -             -        -     -          -
                """);
    }
}
