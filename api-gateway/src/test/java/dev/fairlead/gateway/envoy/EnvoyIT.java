package dev.fairlead.gateway.envoy;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneContract;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.Ports;
import io.grpc.InsecureServerCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against a real Envoy with real endpoints behind it. */
class EnvoyIT extends DataPlaneContract<EnvoyResources> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<DataCenterName, HttpServer> sites = new TreeMap<>();
    private final int xdsPort = Ports.next();

    @SuppressWarnings("NullAway.Init")
    private EnvoySettings settings;

    @SuppressWarnings("NullAway.Init")
    private EnvoyServer envoy;

    @SuppressWarnings("NullAway.Init")
    private XdsServer xds;

    @SuppressWarnings("NullAway.Init")
    private EnvoyDataPlane plane;

    @BeforeEach
    void startEnvoy() throws IOException {
        envoy = EnvoyServer.create("contract", xdsPort, Ports.next());
        for (DataCenterName dataCenter : List.of(EAST, WEST)) {
            sites.put(dataCenter, site(dataCenter));
        }
        settings = new EnvoySettings.Properties(null, xdsPort, null, "contract", envoy.listenerPort(), null)
                .withDefaults("envoy");
        startXds();
        envoy.start();
        eventually(PATIENCE, this::obey);
    }

    /** Otherwise every small answer waits for a delayed acknowledgement. */
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static HttpServer site(DataCenterName dataCenter) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Data-Center", dataCenter.value());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void startXds() {
        xds = new XdsServer(new InetSocketAddress("127.0.0.1", xdsPort), InsecureServerCredentials.create());
        plane = new EnvoyDataPlane("envoy", settings, xds);
    }

    @AfterEach
    void endEnvoy() {
        if (envoy != null) {
            envoy.close();
        }
        if (xds != null) {
            xds.close();
        }
        sites.values().forEach(site -> site.stop(0));
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
        Map<DataCenterName, EndpointAddress> endpoints = new TreeMap<>();
        sites.forEach((dataCenter, site) -> endpoints.put(
                dataCenter, new EndpointAddress("127.0.0.1", site.getAddress().getPort())));
        return endpoints;
    }

    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        return counted(IntStream.range(0, users)
                .mapToObj(user -> ask("GET", host))
                .map(Answer::dataCenter)
                .flatMap(Optional::stream)
                .toList());
    }

    /** @param headers by name in lower case */
    private record Answer(int status, Map<String, String> headers) {

        Optional<DataCenterName> dataCenter() {
            return Optional.ofNullable(headers.get("data-center")).map(DataCenterName::of);
        }
    }

    /** A raw request, because the JDK's client does not let the host be chosen. Nothing listens while Envoy starts. */
    private Answer ask(String method, String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), envoy.listenerPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("%s / HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(method, host)
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int status = Integer.parseInt(
                    Objects.requireNonNull(reader.readLine(), "no status line").split(" ")[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                String[] parts = line.split(": ", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            return new Answer(status, headers);
        } catch (IOException e) {
            throw new UncheckedIOException("Envoy did not answer", e);
        }
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
                new EnvoySettings.Place("DE", "EU"));
        plane = new EnvoyDataPlane("envoy", settings, xds);
        AudienceShares europeans =
                new AudienceShares("europeans", List.of(), List.of("EU"), List.of(), shares(Map.of(EAST, 10_000)));

        obey(plan("app", 1, List.of(europeans, everyone(Map.of(WEST, 10_000)))));

        assertThat(reached("app.contract.test", 10)).containsOnlyKeys(EAST);
    }

    @Test
    void sendsARequestThatFindsItsEndpointDeadToTheNextDataCenterAtOnce() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        Objects.requireNonNull(sites.get(EAST)).stop(0);

        List<Integer> statuses = IntStream.range(0, 20)
                .mapToObj(user -> ask("GET", "app.contract.test").status())
                .toList();

        assertThat(statuses).containsOnly(204);
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
        assertThat(refused.headers()).containsKey("retry-after");
    }

    private static RoutingPlan writing(RoutingPlan plan, @Nullable DataCenterName primary, ServingMode mode) {
        List<Standing> standings = new ArrayList<>();
        for (Standing standing : plan.standings()) {
            standings.add(new Standing(
                    standing.dataCenter(),
                    standing.state(),
                    mode,
                    standing.endpoints(),
                    standing.since(),
                    standing.code(),
                    standing.reason(),
                    standing.neverUp()));
        }
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                standings,
                primary);
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

    private String stat(String name) {
        String line = envoy.admin("/stats?filter=" + URLEncoder.encode("^" + name + "$", StandardCharsets.US_ASCII))
                .strip();
        return line.substring(line.indexOf(' ') + 1);
    }

    @Test
    void keepsTheLastGoodConfigurationWhenEnvoyRefusesOne() {
        RoutingPlan good = plan("app", 1, Map.of(EAST, 10_000));
        obey(good);
        RoutingPlan sameHost = new RoutingPlan(
                plan("twin", 1, Map.of(WEST, 10_000)).application(),
                good.host(),
                5,
                1,
                good.decidedAt(),
                null,
                good.audiences(),
                good.standings(),
                null);

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
