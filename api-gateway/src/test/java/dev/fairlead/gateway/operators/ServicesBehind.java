package dev.fairlead.gateway.operators;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The services behind a gateway without data planes; the replication-service is away, and so is the bus. */
final class ServicesBehind implements AutoCloseable {

    static final String TOKEN = "a-service-token-of-the-tests";

    private final RecordingService traffic = new RecordingService("traffic");
    private final RecordingService health = new RecordingService("health");
    private final RecordingService deploy = new RecordingService("deploy");

    RecordingService traffic() {
        return traffic;
    }

    RecordingService health() {
        return health;
    }

    RecordingService deploy() {
        return deploy;
    }

    /** Puts a gateway before them whose files are in a directory. */
    void register(DynamicPropertyRegistry registry, Path directory) throws IOException {
        Path serviceToken = Files.writeString(directory.resolve("service-token"), TOKEN);
        int silent;
        try (ServerSocket socket = new ServerSocket(0)) {
            silent = socket.getLocalPort();
        }
        registry.add("fairlead.service-token-file", serviceToken::toString);
        registry.add("fairlead.gateway.state-directory", directory::toString);
        registry.add("fairlead.bus.url", () -> "jdbc:postgresql://127.0.0.1:" + silent + "/fairlead");
        registry.add("fairlead.bus.user", () -> "gateway");
        registry.add("fairlead.bus.password", () -> "none");
        registry.add(
                "fairlead.gateway.credentials-directory",
                () -> directory.resolve("credentials").toString());
        registry.add("fairlead.data-planes.dns.enabled", () -> false);
        registry.add("fairlead.data-planes.edge.enabled", () -> false);
        registry.add("spring.http.serviceclient.traffic.base-url", traffic::baseUrl);
        registry.add("spring.http.serviceclient.health.base-url", health::baseUrl);
        registry.add("spring.http.serviceclient.deploy.base-url", deploy::baseUrl);
        registry.add("spring.http.serviceclient.replication.base-url", () -> "http://127.0.0.1:" + silent);
    }

    @Override
    public void close() {
        traffic.close();
        health.close();
        deploy.close();
    }
}
