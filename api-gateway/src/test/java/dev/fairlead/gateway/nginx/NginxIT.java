package dev.fairlead.gateway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.gateway.dataplane.ProxyContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against a real nginx. */
class NginxIT extends ProxyContract<NginxState> {

    @SuppressWarnings("NullAway.Init")
    private NginxUnderTest nginx;

    @SuppressWarnings("NullAway.Init")
    private NginxDataPlane plane;

    @BeforeEach
    void startNginx() {
        nginx = new NginxUnderTest(sites);
        plane = nginx.plane(null, List.of());
    }

    @AfterEach
    void endNginx() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
    }

    @Override
    protected DataPlane<NginxState> plane() {
        return plane;
    }

    @Override
    protected DataPlane<NginxState> anotherGateways() {
        return nginx.plane(null, List.of());
    }

    @Override
    protected void killServer() {
        nginx.server.kill();
    }

    @Override
    protected void startServer() {
        nginx.server.start();
    }

    @Override
    protected int port() {
        return nginx.server.port();
    }

    /** What stands in the operator's file is not Fairlead's. */
    @Override
    protected void writeForeignState() {
        assertThat(ask(new Request("POST", "legacy.example")).dataCenter()).contains(WEST);
    }

    @Override
    protected Object foreignState() {
        try {
            return List.of(
                    Files.readString(nginx.server.configuration()),
                    ask(new Request("POST", "legacy.example")).dataCenter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<DataCenterName> reachedFrom(String client) {
        return ask(new Request("GET", HOST).from(client)).dataCenter();
    }

    @Test
    void keepsEachClientNetworkWhereItIsAndMovesNoMoreThanTheShareThatMoves() {
        obey(plan("app", 1, Map.of(EAST, 8_000, WEST, 2_000)));
        Map<String, Optional<DataCenterName>> before = new LinkedHashMap<>();
        clients(300).forEach(client -> before.put(client, reachedFrom(client)));
        assertThat(before)
                .allSatisfy((client, reached) -> assertThat(
                                reachedFrom(client.substring(0, client.length() - 1) + "200"))
                        .as("another client of " + client)
                        .isEqualTo(reached));
        assertThat(reachedFrom("2001:db8:1::1")).isEqualTo(reachedFrom("2001:db8:1:ffff::1"));

        obey(plan("app", 2, Map.of(EAST, 7_000, WEST, 3_000)));

        assertThat(before.entrySet().stream()
                        .filter(entry -> !reachedFrom(entry.getKey()).equals(entry.getValue())))
                .hasSizeBetween(10, 50);
    }

    @Test
    void tellsAudiencesApartByNetworkAndTakesItsPlaceForTheRest() {
        plane = nginx.plane(new Clientele("DE", "EU"), List.of());
        AudienceShares office = new AudienceShares(
                "office",
                List.of(),
                List.of(),
                List.of(Network.of("198.51.100.128/25"), Network.of("2001:db8::/32")),
                shares(Map.of(WEST, 10_000)));
        AudienceShares campus = new AudienceShares(
                "campus", List.of(), List.of(), List.of(Network.of("198.51.100.192/26")), shares(Map.of(EAST, 10_000)));
        AudienceShares europeans =
                new AudienceShares("europeans", List.of(), List.of("EU"), List.of(), shares(Map.of(EAST, 10_000)));

        obey(plan("app", 1, List.of(office, campus, europeans, everyone(Map.of(WEST, 10_000)))));

        assertThat(reachedFrom("198.51.100.1")).contains(EAST);
        assertThat(reachedFrom("198.51.100.129")).contains(WEST);
        assertThat(reachedFrom("198.51.100.193"))
                .as("the longest network counts")
                .contains(EAST);
        assertThat(reachedFrom("2001:db8:5::1")).contains(WEST);
        assertThat(reachedFrom("2001:4860::1")).contains(EAST);
    }
}
