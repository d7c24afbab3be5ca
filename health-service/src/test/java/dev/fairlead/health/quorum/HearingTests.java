package dev.fairlead.health.quorum;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HearingTests {

    private static final Instant HERE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant THERE = HERE.plus(Duration.ofHours(2)); // the peer's clock is wrong
    private static final RegionName PEER = RegionName.of("peer");
    private static final Endpoint FIRST = endpoint("192.0.2.1:80");
    private static final Endpoint SECOND = endpoint("192.0.2.2:80");

    private static Endpoint endpoint(String address) {
        return new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of(address));
    }

    private static Observation observed(Endpoint endpoint, RegionName by, Instant at) {
        return new Observation(endpoint, by, Health.UP, at, at, "status 200");
    }

    private static Instant confirmedAt(Map<Endpoint, Vote> votes, Endpoint endpoint) {
        return requireNonNull(votes.get(endpoint)).confirmedAt();
    }

    @Test
    void datesByItsOwnClockAndByTheAgesInsideTheAnswer() {
        Map<Endpoint, Vote> votes = Hearing.of(
                List.of(observed(FIRST, PEER, THERE), observed(SECOND, PEER, THERE.minusSeconds(20))),
                PEER,
                HERE,
                Map.of());

        assertThat(confirmedAt(votes, FIRST)).isEqualTo(HERE);
        assertThat(confirmedAt(votes, SECOND)).isEqualTo(HERE.minusSeconds(20));
    }

    @Test
    void whatIsOnlyRepeatedGrowsOld() {
        List<Observation> answer = List.of(observed(FIRST, PEER, THERE));
        Map<Endpoint, Vote> votes = Hearing.of(answer, PEER, HERE, Map.of());

        Map<Endpoint, Vote> later = Hearing.of(answer, PEER, HERE.plusSeconds(5), votes);

        assertThat(confirmedAt(later, FIRST)).isEqualTo(HERE);
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceThePeer() {
        Map<Endpoint, Vote> votes = Hearing.of(List.of(observed(FIRST, PEER, THERE)), PEER, HERE, Map.of());

        Map<Endpoint, Vote> later =
                Hearing.of(List.of(observed(FIRST, PEER, THERE.minusSeconds(3_600))), PEER, HERE.plusSeconds(1), votes);

        assertThat(confirmedAt(later, FIRST)).isEqualTo(HERE.plusSeconds(1));
    }

    @Test
    void aPeerSpeaksOnlyForItself() {
        List<Observation> answer = List.of(observed(FIRST, RegionName.of("other"), THERE));

        assertThat(Hearing.of(answer, PEER, HERE, Map.of())).isEmpty();
    }

    @Test
    void whatAPeerNoLongerSpeaksOfIsForgotten() {
        Map<Endpoint, Vote> votes = Hearing.of(List.of(observed(FIRST, PEER, THERE)), PEER, HERE, Map.of());

        assertThat(Hearing.of(List.of(), PEER, HERE.plusSeconds(1), votes)).isEmpty();
    }

    @Test
    void aReplicaThatHasNotHeardTheNewsDoesNotTakeItBack() {
        Observation up = observed(FIRST, PEER, THERE);
        Observation down = new Observation(
                FIRST, PEER, Health.DOWN, THERE.plusSeconds(10), THERE.plusSeconds(10), "connection refused");
        Map<Endpoint, Vote> votes = Hearing.of(List.of(down), PEER, HERE, Map.of());

        Map<Endpoint, Vote> soon = Hearing.of(List.of(up), PEER, HERE.plusSeconds(1), votes);
        assertThat(requireNonNull(soon.get(FIRST)).observation()).isEqualTo(down);

        Map<Endpoint, Vote> later = Hearing.of(List.of(up), PEER, HERE.plusSeconds(2), soon);
        assertThat(requireNonNull(later.get(FIRST)).observation())
                .as("nobody confirms it any more")
                .isEqualTo(up);
    }

    @Test
    void whatWasHeardBeforeThisClockWasSetBackDoesNotOutlastTheNews() {
        Observation up = observed(FIRST, PEER, THERE);
        Map<Endpoint, Vote> votes = Hearing.of(List.of(up), PEER, HERE, Map.of());
        Instant thereToo = THERE.minusSeconds(3_600);
        Observation down = new Observation(FIRST, PEER, Health.DOWN, thereToo, thereToo, "connection refused");

        Map<Endpoint, Vote> later = Hearing.of(List.of(down), PEER, HERE.minusSeconds(3_600), votes);

        assertThat(requireNonNull(later.get(FIRST)).observation()).isEqualTo(down);
    }
}
