package dev.fairlead.gateway.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.NamedDataPlane;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.Tally;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivedTests {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final Arrived arrived = new Arrived();

    private void look(String kind, String plane, Growth... growth) {
        arrived.looked(
                new NamedDataPlane(kind, plane, Clientele.ANYWHERE), new Look(T0, T0.plusSeconds(5), List.of(growth)));
    }

    private static Growth growth(String dataCenter, String endpoint, long requests) {
        return new Growth(
                new Tally(
                        ApplicationName.of("shop"),
                        DataCenterName.of(dataCenter),
                        EndpointAddress.of(endpoint),
                        requests,
                        0,
                        false),
                false);
    }

    private long at(String dataCenter) {
        return arrived.all()
                .getOrDefault(new Destination(ApplicationName.of("shop"), DataCenterName.of(dataCenter)), 0L);
    }

    @Test
    void endpointsDataPlanesAndLooksAddUp() {
        look("haproxy", "lb1", growth("us-east", "192.0.2.1:80", 1), growth("us-east", "192.0.2.2:80", 2));
        look("envoy", "lb2", growth("us-west", "192.0.2.3:80", 4), growth("us-east", "192.0.2.1:80", 8));
        look("haproxy", "lb1", growth("us-east", "192.0.2.1:80", 16));

        assertThat(at("us-east")).isEqualTo(27);
        assertThat(at("us-west")).isEqualTo(4);
    }

    @Test
    void answersOfDnsAreNoRequests() {
        look("builtin-dns", "dns", growth("us-east", "192.0.2.1:80", 1));

        assertThat(arrived.all()).isEmpty();
    }
}
