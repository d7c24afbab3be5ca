package dev.fairlead.system.kubernetes;

import dev.fairlead.testing.servers.RealServers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A cluster of {@code system-tests/kubernetes/cluster}; gone when closed. */
final class Cluster implements AutoCloseable {

    /** By which every cluster reaches this machine. */
    static final String HOST = "10.28.0.1";

    private static final String SCRIPT = "kubernetes/cluster";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final int number;

    private Cluster(int number) {
        this.number = number;
    }

    static Cluster up(int number) {
        Cluster cluster = new Cluster(number);
        if (Path.of("..", ".fairlead", "kubernetes", Integer.toString(number))
                .toFile()
                .exists()) {
            cluster.close(); // left by a test that was killed
        }
        cluster.on();
        return cluster;
    }

    void on() {
        Commands.run(PATIENCE, List.of(SCRIPT, "up", Integer.toString(number))).ok();
    }

    /** All of it at once, as when the power fails; what it has on disk stays. */
    void off() {
        Commands.run(PATIENCE, List.of(SCRIPT, "down", Integer.toString(number), "keep"))
                .ok();
    }

    /** The address of its node. */
    String address() {
        return "10.28.%d.2".formatted(number);
    }

    URI at(int nodePort) {
        return URI.create("http://%s:%d".formatted(address(), nodePort));
    }

    String kubectl(String... arguments) {
        return run("kubectl", arguments).ok();
    }

    Commands.Output helm(String... arguments) {
        return run(RealServers.HELM.require().toString(), arguments);
    }

    private Commands.Output run(String tool, String... arguments) {
        String kubeconfig = Path.of(
                        "..", ".fairlead", "kubernetes", Integer.toString(number), "pki", "admin.kubeconfig")
                .toString();
        return Commands.run(
                Duration.ofMinutes(25),
                Stream.concat(Stream.of(tool, "--kubeconfig", kubeconfig), Stream.of(arguments))
                        .toList());
    }

    void secret(String name, Map<String, String> content) {
        kubectl(Stream.concat(
                        Stream.of("create", "secret", "generic", name),
                        content.entrySet().stream()
                                .map(each -> "--from-literal=" + each.getKey() + "=" + each.getValue()))
                .toArray(String[]::new));
    }

    /** What a person would look at first. */
    String describe() {
        return run("kubectl", "get", "pods,jobs", "--output", "wide").text()
                + run("kubectl", "events", "--types", "Warning").text()
                + run(
                                "kubectl",
                                "logs",
                                "--selector",
                                "app.kubernetes.io/instance=fairlead",
                                "--all-containers",
                                "--prefix",
                                "--tail",
                                "5")
                        .text();
    }

    @Override
    public void close() {
        Commands.run(PATIENCE, List.of(SCRIPT, "down", Integer.toString(number)));
    }
}
