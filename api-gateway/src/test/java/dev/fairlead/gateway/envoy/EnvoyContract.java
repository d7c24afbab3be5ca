package dev.fairlead.gateway.envoy;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneContract;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.gateway.dataplane.ProxiedSites.Answer;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.gateway.dataplane.Tally;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.Ports;
import io.grpc.InsecureServerCredentials;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against a real Envoy with real endpoints behind it, in whichever way Envoy is told. */
abstract class EnvoyContract extends DataPlaneContract<EnvoyResources> {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ProxiedSites sites = new ProxiedSites(EAST, WEST);
    private final int xdsPort = Ports.next();

    @SuppressWarnings("NullAway.Init")
    private EnvoySettings settings;

    @SuppressWarnings("NullAway.Init")
    private EnvoyServer envoy;

    @SuppressWarnings("NullAway.Init")
    private XdsServer xds;

    @SuppressWarnings("NullAway.Init")
    private EnvoyDataPlane plane;

    abstract EnvoyServer.Xds told();

    @BeforeEach
    void startEnvoy() {
        envoy = EnvoyServer.create("contract", told(), xdsPort, Ports.next());
        settings = new EnvoySettings.Properties(
                        null, xdsPort, null, "contract", envoy.listenerPort(), null, List.of(envoy.adminAddress()))
                .withDefaults("envoy");
        startXds();
        envoy.start();
        eventually(PATIENCE, this::obey);
    }

    private void startXds() {
        xds = new XdsServer(new InetSocketAddress("127.0.0.1", xdsPort), InsecureServerCredentials.create());
        plane = new EnvoyDataPlane("envoy", settings, xds);
    }

    @AfterEach
    void endEnvoy() {
        if (plane != null) {
            plane.close();
        }
        if (envoy != null) {
            envoy.close();
        }
        if (xds != null) {
            xds.close();
        }
        sites.close();
    }

    @Override
    protected DataPlane<EnvoyResources> plane() {
        return plane;
    }

    @Override
    protected void killServer() {
        envoy.kill();
    }

    @Override
    protected void startServer() {
        envoy.start();
    }

    @Override
    protected Map<DataCenterName, EndpointAddress> endpoints() {
        return sites.endpoints();
    }

    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        return counted(IntStream.range(0, users)
                .mapToObj(user -> ask("GET", host))
                .map(Answer::dataCenter)
                .flatMap(Optional::stream)
                .toList());
    }

    private Answer ask(String method, String host) {
        return ProxiedSites.ask(envoy.listenerPort(), new Request(method, host));
    }

    /** What stands in its bootstrap file is not Fairlead's. */
    @Override
    protected void writeForeignState() {
        assertThat(envoy.admin("/config_dump?resource=static_clusters")).contains("xds");
    }

    @Override
    protected Object foreignState() {
        return envoy.admin("/config_dump?resource=static_clusters");
    }

    @Test
    void servesTheAudienceOfItsPlace() {
        settings = new EnvoySettings(
                settings.xdsAddress(),
                xdsPort,
                null,
                "contract",
                envoy.listenerPort(),
                new Clientele("DE", "EU"),
                settings.adminAddresses());
        plane = new EnvoyDataPlane("envoy", settings, xds);
        AudienceShares europeans =
                new AudienceShares("europeans", List.of(), List.of("EU"), List.of(), shares(Map.of(EAST, 10_000)));

        obey(plan("app", 1, List.of(europeans, everyone(Map.of(WEST, 10_000)))));

        assertThat(reached("app.contract.test", 10)).containsOnlyKeys(EAST);
    }

    @Test
    void sendsARequestThatFindsItsEndpointDeadToTheNextDataCenterAtOnce() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        sites.stop(EAST);

        List<Integer> statuses = IntStream.range(0, 20)
                .mapToObj(user -> ask("GET", "app.contract.test").status())
                .toList();

        assertThat(statuses).containsOnly(204);
    }

    @Test
    void countsWhatADeadEndpointLetFailAndTellsThatItIsEjected() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        List<Tally> before = plane.tallies();
        assertThat(before).extracting(Tally::ejected).containsOnly(false);
        sites.stop(EAST);

        reached("app.contract.test", 20);

        eventually(PATIENCE, () -> {
            Growth east = grown(before, EAST);
            assertThat(east.counted().endpoint()).isEqualTo(sites.endpoint(EAST));
            assertThat(east.counted().failures()).isGreaterThanOrEqualTo(3);
            assertThat(east.ejectedSince()).isTrue();
        });
        assertThat(grown(before, WEST).counted())
                .isEqualTo(new Tally(ApplicationName.of("app"), WEST, sites.endpoint(WEST), 20, 0, false));
    }

    @Test
    void whatWasServedBeforeTheGatewayWasStartedDidNotComeSince() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        reached("app.contract.test", 20);
        plane.close();
        xds.close();
        startXds();

        List<Tally> before = plane.tallies();
        eventually(PATIENCE, () -> obey(plan("app", 1, Map.of(EAST, 10_000))));
        assertThat(Growth.between(before, plane.tallies()))
                .extracting(growth -> growth.counted().requests())
                .containsExactly(0L, 0L);
    }

    private Growth grown(List<Tally> before, DataCenterName dataCenter) {
        return Growth.between(before, plane.tallies()).stream()
                .filter(growth -> growth.counted().dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhichAdminAddressDoesNotAnswerAndTellsNothingWithoutOne() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        assertThat(plane(List.of()).tallies()).isEmpty();

        EndpointAddress nobody = new EndpointAddress("127.0.0.1", Ports.next());
        assertThatThrownBy(() -> plane(List.of(nobody)).tallies())
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining(nobody.toString());
        assertThat(plane(List.of(nobody, envoy.adminAddress())).tallies())
                .extracting(Tally::dataCenter)
                .containsExactlyInAnyOrder(EAST, WEST);
    }

    private EnvoyDataPlane plane(List<EndpointAddress> adminAddresses) {
        plane.close();
        settings = new EnvoySettings.Properties(
                        null, xdsPort, null, "contract", envoy.listenerPort(), null, adminAddresses)
                .withDefaults("envoy");
        startXds();
        eventually(PATIENCE, () -> obey(plan("app", 1, Map.of(EAST, 10_000))));
        return plane;
    }

    @Test
    void sendsWritesToThePrimaryAndRefusesThemWithoutOne() {
        obey(writing(plan("app", 1, Map.of(EAST, 10_000)), WEST, ServingMode.READ_WRITE));
        assertThat(ask("GET", "app.contract.test").dataCenter()).contains(EAST);
        assertThat(ask("POST", "app.contract.test").dataCenter()).contains(WEST);
        assertThat(ask("GET", "app.contract.test:8080").status())
                .as("a port in the Host header")
                .isEqualTo(204);

        obey(writing(plan("app", 2, Map.of(EAST, 10_000)), null, ServingMode.READ_ONLY));
        assertThat(ask("GET", "app.contract.test").dataCenter()).contains(EAST);
        Answer refused = ask("DELETE", "app.contract.test");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsKey("retry-after").containsEntry("fairlead-reason", "READ_ONLY");
    }

    @Test
    void keepsAnsweringWithoutTheGatewayAndIsNotDisturbedByItsReturn() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        obey(plan);
        List<String> before = counters();

        xds.close();
        eventually(
                PATIENCE,
                () -> assertThat(stat("control_plane.connected_state")).isEqualTo("0"));
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(EAST);

        startXds();
        eventually(PATIENCE, () -> obey(plan("app", 7, Map.of(EAST, 10_000))));
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(EAST);
        assertThat(counters()).as("nothing was taken for a change").isEqualTo(before);
    }

    private List<String> counters() {
        return Stream.of(
                        "cluster_manager.cluster_modified",
                        "cluster.app.membership_change",
                        "listener_manager.listener_modified",
                        "http.fairlead.rds.fairlead.config_reload")
                .map(this::stat)
                .toList();
    }

    final String stat(String name) {
        String line = envoy.admin("/stats?filter=" + URLEncoder.encode("^" + name + "$", StandardCharsets.US_ASCII))
                .strip();
        return line.substring(line.indexOf(' ') + 1);
    }

    /** Envoy refuses routes in which a host stands twice. */
    private RoutingPlan sameHost(RoutingPlan good) {
        return new RoutingPlan(
                plan("twin", 1, Map.of(WEST, 10_000)).application(),
                good.host(),
                5,
                1,
                good.decidedAt(),
                null,
                good.audiences(),
                good.standings(),
                null);
    }

    @Test
    void isNotOfferedAgainAndAgainWhatItRefusedAtTheStart() {
        envoy.kill();
        xds.close();
        startXds();
        RoutingPlan good = plan("app", 1, Map.of(EAST, 10_000));
        RoutingPlan sameHost = sameHost(good);
        envoy.start();

        eventually(
                PATIENCE,
                () -> assertThatThrownBy(() -> obey(good, sameHost))
                        .isInstanceOf(DataPlaneException.class)
                        .hasMessageContaining("refused"));
        obey(good);

        assertThat(reached("app.contract.test", 100)).containsOnlyKeys(EAST);
        assertThat(stat("http.fairlead.rds.fairlead.update_rejected")).isEqualTo("1");
    }

    @Test
    void keepsTheLastGoodConfigurationWhenEnvoyRefusesOne() {
        RoutingPlan good = plan("app", 1, Map.of(EAST, 10_000));
        obey(good);
        RoutingPlan sameHost = sameHost(good);

        assertThatThrownBy(() -> obey(good, sameHost))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("refused");
        assertThatThrownBy(() -> obey(good, sameHost))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("app.contract.test");

        assertThat(reached("app.contract.test", 10)).containsOnlyKeys(EAST);
        assertThat(stat("http.fairlead.rds.fairlead.update_rejected")).isEqualTo("1");
        obey(plan("app", 2, Map.of(WEST, 10_000)));
        assertThat(reached("app.contract.test", 10)).containsOnlyKeys(WEST);
    }
}
