package dev.fairlead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.benchmarks.Findings.Change;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwayTests {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = BEGIN.plusSeconds(100);

    private static Change change(Health health, int second) {
        EndpointAddress address = EndpointAddress.of("192.0.2.1:80");
        return new Change(
                new Endpoint(ApplicationName.of("web"), DataCenterName.of("us-east"), address),
                health,
                BEGIN.plusSeconds(second));
    }

    @Test
    void wasNeverAwayWithoutAChange() {
        assertThat(Away.of(List.of(), BEGIN, END)).isEqualTo(new Away(0, 0));
    }

    @Test
    void addsUpTheTimesUntilItWasUpAgainAndUntilTheEnd() {
        List<Change> changes = List.of(change(Health.DOWN, 10), change(Health.UP, 30), change(Health.DOWN, 90));

        assertThat(Away.of(changes, BEGIN, END)).isEqualTo(new Away(3, 30));
    }
}
