package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.BROKEN;
import static dev.fairlead.lab.check.Facts.EAST;
import static dev.fairlead.lab.check.Facts.WEST;
import static dev.fairlead.lab.check.Facts.harmed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.faults.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTests {

    private static final Harms WEST_LOST = harmed(new Target.Region(WEST));

    private final Tally tally = new Tally();
    private final Failures failures = new Failures(EAST, Limits.MEASURED, tally);

    private static Failures.Request request(RegionName to, Duration afterwards) {
        return new Failures.Request(to, BROKEN.plus(afterwards));
    }

    private int violations() {
        return tally.take().of(Invariant.FAILED_REQUESTS);
    }

    @Test
    void usersMayBeSentToALostDataCenterUntilItsLossIsDetectedAndNotLonger() {
        failures.direct(request(WEST, Duration.ofMillis(5_900)), "refused", WEST_LOST);
        failures.throughEdge(request(WEST, Duration.ofMillis(5_900)), "HTTP 502", WEST_LOST);
        assertThat(violations()).isZero();
        failures.direct(request(WEST, Duration.ofMillis(6_100)), "refused", WEST_LOST);
        assertThat(violations()).isEqualTo(1);
        failures.throughEdge(request(WEST, Duration.ofMillis(6_100)), "HTTP 502", WEST_LOST);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void noLossExcusesARequestToAnotherDataCenter() {
        failures.direct(request(EAST, Duration.ZERO), "refused", WEST_LOST);
        failures.throughEdge(request(EAST, Duration.ZERO), "HTTP 502", WEST_LOST);
        assertThat(violations()).isEqualTo(2);
    }

    @Test
    void aCutLinkExcusesTheEdgeThatStandsInItsRegionAndNotItsUsers() {
        Harms cut = harmed(new Target.Between(EAST, WEST));
        failures.throughEdge(request(WEST, Duration.ofMinutes(1)), "HTTP 502", cut);
        assertThat(violations()).isZero();
        failures.direct(request(WEST, Duration.ofMinutes(1)), "refused", cut);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void nothingExcusesThatDnsGivesNoAddress() {
        failures.unanswered("timed out", WEST_LOST);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void onlyARegionThatHasToServeIsHeldToIt() {
        failures.unanswered("timed out", harmed(new Target.Gateway(EAST)));
        assertThat(violations()).isZero();
        failures.unanswered("timed out", harmed(new Target.Gateway(WEST)));
        assertThat(violations()).isEqualTo(1);
    }
}
