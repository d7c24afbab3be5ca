package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A service's image, started on the host's network with a database of its own; gone when closed. What stands in for the
 * traffic-service knows of no application, which a gateway has to have heard before it is ready.
 */
final class ServiceContainer implements AutoCloseable {

    private static final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private static final Duration READY = Duration.ofMinutes(3);

    private final HttpServer traffic;
    private final int port;
    private final String id;
    private final Optional<ProcessHandle> process;

    private ServiceContainer(HttpServer traffic, int port, String id) {
        this.traffic = traffic;
        this.port = port;
        this.id = id;
        this.process = process(id);
    }

    /** Starts the image as its own user and command say, with what {@code options} add for {@code docker run}. */
    static ServiceContainer start(String image, TestDatabase database, Path token, String... options) {
        HttpServer traffic = trafficService();
        int port = FreePorts.next();
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--network", "host", "--memory", "512m"));
        command.addAll(List.of("--tmpfs", "/tmp", "--tmpfs", "/var/lib/fairlead:mode=1777"));
        command.addAll(List.of("--volume", token + ":/etc/fairlead/service-token/token:ro"));
        List.of(
                        "SERVER_PORT=" + port,
                        "SERVER_ADDRESS=127.0.0.1",
                        "SPRING_DATASOURCE_URL=" + database.url(),
                        "SPRING_DATASOURCE_USERNAME=" + database.user(),
                        "SPRING_DATASOURCE_PASSWORD=" + database.password(),
                        "FAIRLEAD_BUS_URL=" + database.url(),
                        "FAIRLEAD_BUS_USER=" + database.user(),
                        "FAIRLEAD_BUS_PASSWORD=" + database.password(),
                        "SPRING_HTTP_SERVICECLIENT_TRAFFIC_BASEURL=http://127.0.0.1:"
                                + traffic.getAddress().getPort(),
                        "FAIRLEAD_SERVICE_TOKEN_FILE=/etc/fairlead/service-token/token",
                        "FAIRLEAD_GATEWAY_STATEDIRECTORY=/var/lib/fairlead",
                        "FAIRLEAD_DATAPLANES_DNS_PORT=" + FreePorts.next(),
                        "FAIRLEAD_DATAPLANES_EDGE_PORT=" + FreePorts.next())
                .forEach(variable -> command.addAll(List.of("--env", variable)));
        command.addAll(List.of(options));
        command.add(image);
        return new ServiceContainer(traffic, port, docker(command.toArray(String[]::new)));
    }

    private static HttpServer trafficService() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] nothing = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            server.createContext("/v1/plans", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, nothing.length);
                exchange.getResponseBody().write(nothing);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the readiness probe of a cluster would be content, and fails with the log if the service ends before. */
    void awaitReady() {
        eventually(READY, () -> assertThat(ended() || ready()).isTrue());
        assertThat(ended()).as(() -> docker("logs", "--tail", "40", id)).isFalse();
    }

    private boolean ended() {
        return !process.map(ProcessHandle::isAlive).orElse(false);
    }

    private boolean ready() throws InterruptedException {
        URI probe = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
        HttpRequest request =
                HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"UP\"");
        } catch (IOException e) {
            return false; // not there yet
        }
    }

    private static Optional<ProcessHandle> process(String id) {
        return ProcessHandle.of(Long.parseLong(docker("inspect", "--format", "{{.State.Pid}}", id)));
    }

    /** Runs a command inside. */
    String exec(String... command) {
        List<String> all = new ArrayList<>(List.of("exec", id));
        all.addAll(Arrays.asList(command));
        return docker(all.toArray(String[]::new));
    }

    /** Paths whose content differs from the image's, mounts left out. */
    List<String> written() {
        return docker("diff", id).lines().sorted().toList();
    }

    @Override
    public void close() {
        docker("rm", "--force", "--volumes", id);
        traffic.stop(0);
    }

    private static String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor())
                    .as("docker %s: %s", arguments[0], said)
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run docker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
