package dev.fairlead.testing.servers;

import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real Envoy that asks an xDS server on this machine for everything it does. No privilege is needed. */
public final class EnvoyServer implements AutoCloseable {

    private final int adminPort = Ports.next();
    private final int listenerPort;
    private final ServerProcess process;

    /** Without hot restart nothing is shared with other Envoys of this host, and a killed one leaves no shared memory. */
    private EnvoyServer(Path binary, String nodeGroup, Xds xds, int xdsPort, int listenerPort, @Nullable Tls tls) {
        this.listenerPort = listenerPort;
        Path directory = ServerProcess.directory("fairlead-envoy-");
        Path bootstrap = directory.resolve("envoy.yaml");
        ServerProcess.write(bootstrap, bootstrap(nodeGroup, xds, xdsPort) + (tls == null ? "" : tls.transportSocket()));
        this.process = new ServerProcess(
                directory,
                List.of(
                        binary.toString(),
                        "-c",
                        bootstrap.toString(),
                        "--disable-hot-restart",
                        "--concurrency",
                        "1",
                        "--drain-time-s",
                        "1",
                        "-l",
                        "warning"),
                () -> adminAnswers("/server_info"));
    }

    /**
     * A server that is not started yet; without Envoy on this machine the test is skipped or, where {@code CI=true},
     * fails.
     *
     * @param nodeGroup the {@code cluster} of its node, by which the xDS server knows what to send it
     * @param xdsPort where its xDS server listens on this machine
     * @param listenerPort where it will listen once the xDS server says so
     */
    public static EnvoyServer create(String nodeGroup, int xdsPort, int listenerPort) {
        return create(nodeGroup, Xds.STATE_OF_THE_WORLD, xdsPort, listenerPort);
    }

    /** The same, told in this way. */
    public static EnvoyServer create(String nodeGroup, Xds xds, int xdsPort, int listenerPort) {
        return new EnvoyServer(RealServers.ENVOY.require(), nodeGroup, xds, xdsPort, listenerPort, null);
    }

    /** The same, speaking mutual TLS with its xDS server; its node group stands in its metadata, and its cluster says nothing. */
    public static EnvoyServer create(String nodeGroup, int xdsPort, int listenerPort, Tls tls) {
        return new EnvoyServer(
                RealServers.ENVOY.require(),
                "mesh, metadata: { fairlead.group: %s }".formatted(nodeGroup),
                Xds.STATE_OF_THE_WORLD,
                xdsPort,
                listenerPort,
                tls);
    }

    /** How its xDS server tells it what there is. */
    public enum Xds {
        /** All of it, at each change. */
        STATE_OF_THE_WORLD("GRPC"),
        /** What changed. */
        INCREMENTAL("DELTA_GRPC");

        private final String apiType;

        Xds(String apiType) {
            this.apiType = apiType;
        }
    }

    /** PEM files: what it shows, and who has to have certified its xDS server. */
    public record Tls(Path certificate, Path key, Path authority) {

        /** Ends the bootstrap, whose last entry is the xDS cluster. */
        private String transportSocket() {
            return """
                        transport_socket:
                          name: envoy.transport_sockets.tls
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                            common_tls_context:
                              alpn_protocols: [h2]
                              tls_certificates:
                              - certificate_chain: { filename: %s }
                                private_key: { filename: %s }
                              validation_context: { trusted_ca: { filename: %s } }
                    """.formatted(certificate, key, authority);
        }
    }

    /** The short backoff brings it back within a second or two after its xDS server was away. */
    private String bootstrap(String nodeGroup, Xds xds, int xdsPort) {
        return """
                node: { id: envoy-%1$d, cluster: %2$s }
                admin: { address: { socket_address: { address: 127.0.0.1, port_value: %1$d } } }
                dynamic_resources:
                  ads_config:
                    api_type: %4$s
                    transport_api_version: V3
                    grpc_services:
                    - envoy_grpc:
                        cluster_name: xds
                        retry_policy: { retry_back_off: { base_interval: 0.2s, max_interval: 1s } }
                  cds_config: { ads: {}, resource_api_version: V3 }
                  lds_config: { ads: {}, resource_api_version: V3 }
                static_resources:
                  clusters:
                  - name: xds
                    type: STATIC
                    connect_timeout: 1s
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        explicit_http_config: { http2_protocol_options: {} }
                    load_assignment:
                      cluster_name: xds
                      endpoints:
                      - lb_endpoints:
                        - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: %3$d } } }
                """.formatted(adminPort, nodeGroup, xdsPort, xds.apiType);
    }

    /** Returns when its admin address answers; whether it listens for users is up to the xDS server. */
    public void start() {
        process.start();
    }

    public void stop() {
        process.stop();
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    public void restart() {
        stop();
        start();
    }

    public boolean running() {
        return process.running();
    }

    /** Where users reach it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listenerPort);
    }

    public int listenerPort() {
        return listenerPort;
    }

    public EndpointAddress adminAddress() {
        return new EndpointAddress("127.0.0.1", adminPort);
    }

    /** What its admin address says under this path. */
    public String admin(String path) {
        try {
            return ask(path, Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException("Envoy's admin address does not answer " + path, e);
        }
    }

    private boolean adminAnswers(String path) {
        try {
            return !ask(path, Duration.ofSeconds(1)).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Not by {@code java.net.http}, whose settings are read once for all and belong to the tests. */
    private String ask(String path, Duration timeout) throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + adminPort + path).toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Kills it and removes its directory. */
    @Override
    public void close() {
        process.remove();
    }
}
