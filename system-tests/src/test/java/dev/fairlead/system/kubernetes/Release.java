package dev.fairlead.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart, installed in one cluster as release {@code fairlead}, with what users and operators reach on fixed ports. */
final class Release {

    static final int TRAFFIC = 30_081;
    static final int HEALTH = 30_082;
    static final int REPLICATION = 30_083;

    static final String SERVICE_TOKEN = "what services of this test show each other";

    private static final int OPERATORS = 30_080;
    private static final int DNS = 30_053;
    private static final int EDGE = 30_090;
    private static final String CHART = "../helm/fairlead";
    private static final String TOKEN = "the token of whoever runs this test";
    private static final List<String> ROLES = List.of("gateway", "traffic", "health", "replication", "deploy");

    private final Cluster cluster;
    private final List<String> values;

    /**
     * @param folder for a file with the ports and this test's operator
     * @param values files of values, of which a later one counts more
     */
    Release(Cluster cluster, Path folder, String... values) {
        this.cluster = cluster;
        Path file = write(folder.resolve("ports.yaml"), """
                image: { pullPolicy: Never }
                replicas: { api-gateway: 2 }
                operatorTokenHashes: { tester: "%s" }
                regional:
                  serviceType: NodePort
                  nodePorts: { traffic: %d, health: %d, replication: %d }
                gateway:
                  service: { type: NodePort, nodePort: %d }
                  dns: { serviceType: NodePort, nodePort: %d }
                  edge: { serviceType: NodePort, nodePort: %d }
                """.formatted(
                        hash(TOKEN), TRAFFIC, HEALTH, REPLICATION, OPERATORS, DNS, EDGE));
        this.values = Stream.concat(Stream.of(values), Stream.of(file.toString()))
                .flatMap(each -> Stream.of("--values", each))
                .toList();
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secrets that the values name; each role's password is its name. */
    void secrets(String... passwords) {
        cluster.secret("fairlead-service-token", Map.of("token", SERVICE_TOKEN));
        Map<String, String> roles = ROLES.stream().collect(Collectors.toMap(role -> role, Release::password));
        for (String secret : passwords) {
            cluster.secret(secret, roles);
        }
    }

    /** By which its fellows know a service. */
    static String name(String service) {
        return "fairlead-" + service;
    }

    static String password(String role) {
        return role + "-of-this-test";
    }

    /** Installs it and waits until all of it is ready. */
    void install(String... options) {
        Commands.Output output = helm("install", options);
        assertThat(output.exit())
                .as(() -> output.text() + "\n" + cluster.describe())
                .isZero();
    }

    Commands.Output upgrade(String... options) {
        return helm("upgrade", options);
    }

    private Commands.Output helm(String verb, String... options) {
        return cluster.helm(Stream.of(
                        Stream.of(verb, "fairlead", CHART, "--wait", "--timeout", "20m"),
                        values.stream(),
                        Stream.of(options))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    void rollback() {
        cluster.helm("rollback", "fairlead", "--wait", "--timeout", "20m").ok();
    }

    void test() {
        cluster.helm("test", "fairlead", "--timeout", "5m", "--logs").ok();
    }

    /** Number of the revision in force. */
    int revision() {
        String status = cluster.helm("status", "fairlead", "--output", "json").ok();
        return JsonMapper.shared().readTree(status).path("version").asInt();
    }

    /** Ends every pod of a service at once, without a word to it. */
    void kill(String service) {
        cluster.kubectl(
                "delete", "pods", "--selector", "app.kubernetes.io/name=" + service, "--grace-period=0", "--force");
    }

    /** Ends one pod at once, without a word to it. */
    void kill(Pod pod) {
        cluster.kubectl("delete", "pod", pod.name(), "--grace-period=0", "--force");
    }

    /** The pods of a service that are ready. */
    List<Pod> pods(String service) {
        String slices = cluster.kubectl(
                "get",
                "endpointslices",
                "--selector",
                "kubernetes.io/service-name=" + name(service),
                "--output",
                "json");
        List<Pod> found = new ArrayList<>();
        for (JsonNode slice : JsonMapper.shared().readTree(slices).path("items")) {
            int port = slice.at("/ports/0/port").asInt();
            for (JsonNode endpoint : slice.path("endpoints")) {
                if (endpoint.at("/conditions/ready").asBoolean()) {
                    found.add(new Pod(
                            endpoint.at("/targetRef/name").asString(),
                            service,
                            "%s:%d".formatted(endpoint.at("/addresses/0").asString(), port)));
                }
            }
        }
        return found;
    }

    void awaitReady() {
        cluster.kubectl("wait", "deployments", "--all", "--for=condition=Available", "--timeout=15m");
    }

    GatewayClient operator() {
        return new GatewayClient(cluster.at(OPERATORS), TOKEN);
    }

    /** @param tls whom the operator believes, where the gateway speaks TLS */
    GatewayClient operator(SSLContext tls) {
        return new GatewayClient(URI.create("https://%s:%d".formatted(cluster.address(), OPERATORS)), TOKEN, tls);
    }

    URI edge() {
        return cluster.at(EDGE);
    }

    InetSocketAddress dns() {
        return new InetSocketAddress(cluster.address(), DNS);
    }
}
