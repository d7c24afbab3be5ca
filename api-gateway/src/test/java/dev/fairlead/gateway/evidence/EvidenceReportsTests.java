package dev.fairlead.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.gateway.NamedDataPlane;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;

class EvidenceReportsTests {

    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final HealthService health = new HealthService();
    private final EvidenceReports reports = new EvidenceReports(health);

    private static EndpointAddress at(int port) {
        return new EndpointAddress("192.0.2.1", port);
    }

    private static Growth growth(@Nullable EndpointAddress endpoint, long requests, long failures) {
        return new Growth(new Tally(SHOP, EAST, endpoint, requests, failures, false), false);
    }

    private static Growth ejected(EndpointAddress endpoint, long requests, long failures) {
        return new Growth(new Tally(SHOP, EAST, endpoint, requests, failures, true), true);
    }

    private static PassiveEvidence evidence(int port, int failures, String reason) {
        return new PassiveEvidence(new Endpoint(SHOP, EAST, at(port)), "haproxy lb1", failures, reason);
    }

    private void look(Growth... growth) {
        reports.looked(
                new NamedDataPlane("haproxy", "lb1", Clientele.ANYWHERE),
                new Look(T0, T0.plusSeconds(5), List.of(growth)));
    }

    @Test
    void tellsOfEndpointsWhereHalfOfAllFailedOrMore() {
        look(growth(at(80), 8, 4), growth(at(81), 0, 2), growth(at(82), 3, 7));

        assertThat(health.told)
                .containsExactly(
                        evidence(80, 4, "4 failed of 8 requests"),
                        evidence(81, 2, "2 failed of 0 requests"),
                        evidence(82, 7, "7 failed of 3 requests"));
    }

    @Test
    void saysNothingWhereAFewFailAmongManyOrNobodyKnowsWhere() {
        look(growth(at(80), 1_000, 499), growth(at(81), 1_000, 0), growth(at(82), 0, 0), growth(null, 8, 8));

        assertThat(health.asked).isZero();
    }

    @Test
    void tellsOfWhatWasEjectedHoweverLittleFailed() {
        look(ejected(at(80), 1_000, 3), ejected(at(81), 0, 0));

        assertThat(health.told)
                .containsExactly(
                        evidence(80, 3, "ejected; 3 failed of 1000 requests"),
                        evidence(81, 1, "ejected; 0 failed of 0 requests"));
    }

    @Test
    void countsNoMoreFailuresThanTheWireTakes() {
        look(growth(at(80), 5_000_000_000L, 5_000_000_000L));

        assertThat(health.told).extracting(PassiveEvidence::failures).containsExactly(1_000_000);
    }

    @Test
    void losesWhatASilentHealthServiceDoesNotHear() {
        health.silent = true;
        look(growth(at(80), 8, 8));
        health.silent = false;
        look(growth(at(80), 8, 0));

        assertThat(health.asked).isEqualTo(1);
        assertThat(health.told).isEmpty();
    }

    /** One that remembers what it was told, and can be silent. */
    private static final class HealthService implements HealthApi {

        private final List<PassiveEvidence> told = new ArrayList<>();
        private int asked;
        private boolean silent;

        @Override
        public void evidence(Listing<PassiveEvidence> seen) {
            asked++;
            if (silent) {
                throw new ResourceAccessException("no answer");
            }
            told.addAll(seen.items());
        }

        @Override
        public ResponseEntity<Listing<Verdict>> verdicts(@Nullable String known) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listing<Transition> simulate(VerdictSimulation question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ResponseEntity<Listing<Observation>> observations(@Nullable String known) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listing<VantagePointStatus> vantagePoints() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CheckResult check(CheckRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
