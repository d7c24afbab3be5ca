package dev.fairlead.traffic.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestVerdictsTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint SHOP =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));

    private final NewestVerdicts newest = new NewestVerdicts();

    private static Verdict verdict(Health health, Instant since) {
        return new Verdict(SHOP, health, since, since, "simulated", List.of());
    }

    private Health told(Verdict verdict, Instant now) {
        return taken(verdict, now).health();
    }

    private Verdict taken(Verdict verdict, Instant now) {
        return newest.take(List.of(verdict), now)
                .getOrDefault(SHOP.application(), Map.of())
                .getOrDefault(SHOP.dataCenter(), List.of())
                .getFirst();
    }

    @Test
    void aReplicaThatIsBehindTakesNothingBack() {
        Verdict up = verdict(Health.UP, NOW.minusSeconds(60));
        told(up, NOW.minusSeconds(1));

        assertThat(told(verdict(Health.DOWN, NOW), NOW)).isEqualTo(Health.DOWN);
        assertThat(told(up, NOW.plusMillis(5))).isEqualTo(Health.DOWN);
        assertThat(told(verdict(Health.DOWN, NOW.plusMillis(10)), NOW.plusMillis(10)))
                .isEqualTo(Health.DOWN);
    }

    @Test
    void aNewerChangeCountsAtOnce() {
        told(verdict(Health.DOWN, NOW), NOW);

        assertThat(told(verdict(Health.UP, NOW.plusMillis(500)), NOW.plusMillis(500)))
                .isEqualTo(Health.UP);
    }

    @Test
    void aClockThatWasAheadIsNotBelievedForLong() {
        told(verdict(Health.DOWN, NOW.plusSeconds(3_600)), NOW);

        assertThat(told(verdict(Health.UP, NOW.plusSeconds(1)), NOW.plusSeconds(1)))
                .isEqualTo(Health.DOWN);
        assertThat(told(verdict(Health.UP, NOW.plusSeconds(1)), NOW.plusSeconds(2)))
                .isEqualTo(Health.UP);
    }

    @Test
    void aClockThatIsSetBackHidesNoChange() {
        told(verdict(Health.UP, NOW), NOW);
        Instant hourBack = NOW.minusSeconds(3_600);

        assertThat(told(verdict(Health.DOWN, hourBack), hourBack)).isEqualTo(Health.DOWN);
        assertThat(told(verdict(Health.UP, hourBack.plusSeconds(5)), hourBack.plusSeconds(5)))
                .isEqualTo(Health.UP);
    }

    @Test
    void renewedVotesAreNoNews() {
        Verdict up = verdict(Health.UP, NOW);
        taken(up, NOW);

        assertThat(taken(verdict(Health.UP, NOW), NOW.plusSeconds(1))).isSameAs(up);
        assertThat(taken(verdict(Health.UP, NOW.plusSeconds(2)), NOW.plusSeconds(2)))
                .isNotSameAs(up);
    }
}
