package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.process.ChildProcess;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The control plane's database and the five services on it, each a process with a configuration file of its own. */
final class ControlPlane {

    private static final String DATABASE = "fairlead";
    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final DemoOptions options;
    private final ProcessRecords records;
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final Map<Service, String> passwords = new EnumMap<>(Service.class);
    private final Map<Service, Supervised> processes = new EnumMap<>(Service.class);
    private final Path secrets;
    private volatile @Nullable PostgresServer database;

    ControlPlane(DemoOptions options, ProcessRecords records) {
        this.options = options;
        this.records = records;
        this.secrets = options.directory().resolve("secrets");
        for (Service service : Service.values()) {
            ports.put(service, service == Service.GATEWAY ? options.ports().gateway() : FreePorts.next());
            passwords.put(service, PrivateFiles.secret());
        }
    }

    /** Makes and starts the database with a role and a schema for each service. */
    void startDatabase() {
        Path data = options.directory().resolve("postgres").resolve("control-plane");
        PostgresServer server = PostgresServer.create(data, FreePorts.next(), Map.of());
        database = server;
        server.start();
        records.write("postgres-control-plane", Objects.requireNonNull(server.handle()));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + DATABASE + ": " + e.getMessage(), e);
        }
        passwords.forEach((service, password) -> Roles.create(server, DATABASE, service.role(), password));
    }

    /** Fails when a service is not built. */
    void requireBuilt() {
        Arrays.stream(Service.values()).forEach(this::jar);
    }

    /** Extracts the services' jars where that was not done yet. */
    void extract() {
        Parallel.run(Arrays.stream(Service.values())
                .map(service -> (Runnable) () -> jar(service).extract(log("extract-" + service.module())))
                .toList());
    }

    private ServiceJar jar(Service service) {
        return ServiceJar.of(options.home(), options.cache(), service.module());
    }

    private Path log(String name) {
        return options.directory().resolve("logs").resolve(name + ".log");
    }

    /** Starts the five services; returns before they are ready. */
    void startServices() {
        PrivateFiles.write(secrets.resolve("service-token"), PrivateFiles.secret());
        for (Service service : Service.values()) {
            Path directory = options.directory().resolve("services").resolve(service.module());
            PrivateFiles.write(directory.resolve("application.properties"), PropertiesText.of(configuration(service)));
            Supervised process = new Supervised(
                    new ChildProcess.Command(
                            service.module(), Java.service(jar(service).runnable()), directory, log(service.module())),
                    records,
                    options.out());
            synchronized (processes) {
                processes.put(service, process);
            }
            process.start();
        }
    }

    /** What a service finds in its working directory, where Spring Boot looks by itself. */
    private Map<String, String> configuration(Service service) {
        PostgresServer server = Objects.requireNonNull(database);
        Map<String, String> all = new TreeMap<>();
        all.put("server.port", Integer.toString(port(service)));
        all.put("server.address", "127.0.0.1");
        all.put("spring.datasource.url", server.jdbcUrl(DATABASE));
        all.put("spring.datasource.username", service.role());
        all.put("spring.datasource.password", passwords.getOrDefault(service, ""));
        all.put("fairlead.bus.url", server.jdbcUrl(DATABASE));
        all.put("fairlead.bus.user", service.role());
        all.put("fairlead.bus.password", passwords.getOrDefault(service, ""));
        all.put("fairlead.service-token-file", secrets.resolve("service-token").toString());
        all.put("fairlead.exit-with-parent", "true");
        for (Service other : Service.values()) {
            all.put("spring.http.serviceclient.%s.base-url".formatted(other.role()), "http://127.0.0.1:" + port(other));
        }
        all.putAll(own(service));
        return all;
    }

    private Map<String, String> own(Service service) {
        return switch (service) {
            case TRAFFIC -> Map.of("fairlead.traffic.allow-loopback", "true");
            case HEALTH -> Map.of();
            case DEPLOY -> Map.of("fairlead.deploy.allow-loopback", "true");
            case REPLICATION ->
                Map.of(
                        "fairlead.replication.allow-loopback",
                        "true",
                        "fairlead.replication.credentials-directory",
                        ShopDatabase.credentials(options.directory()).toString());
            case GATEWAY -> {
                Map<String, String> all = new TreeMap<>(options.gatewayProperties());
                all.put("fairlead.gateway.state-directory", gatewayState().toString());
                all.put(
                        "fairlead.geo.database",
                        options.directory().resolve(Demo.PLACES).toString());
                all.put("fairlead.data-planes.dns.address", "127.0.0.1");
                all.put(
                        "fairlead.data-planes.dns.port",
                        Integer.toString(options.ports().dns()));
                all.put(
                        "fairlead.data-planes.edge.port",
                        Integer.toString(options.ports().edge()));
                yield all;
            }
        };
    }

    private Path gatewayState() {
        return options.directory().resolve("services").resolve("gateway-state");
    }

    private int port(Service service) {
        return Objects.requireNonNull(ports.get(service));
    }

    /** Waits until all services say that they are ready. */
    void awaitReady() {
        Parallel.run(Arrays.stream(Service.values())
                .map(service -> (Runnable) () -> awaitReady(service))
                .toList());
    }

    /** Waits until a service says that it is ready. */
    void awaitReady(Service service) {
        URI probe = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port(service)));
        long deadline = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            try {
                if (Http.send(Http.request(probe).timeout(Duration.ofSeconds(2)).build())
                                .statusCode()
                        == 200) {
                    options.out().accept(service.module() + " is ready");
                    return;
                }
            } catch (IOException e) {
                // not there yet
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new DemoException("%s did not get ready within %d s: see %s"
                .formatted(service.module(), READY.toSeconds(), log(service.module())));
    }

    /** The operator's token that the gateway made. */
    String token() {
        Path file = gatewayState().resolve("operator-token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new DemoException("the gateway left no operator's token in " + file, e);
        }
    }

    Supervised process(Service service) {
        synchronized (processes) {
            return Objects.requireNonNull(processes.get(service), service.module() + " was never started");
        }
    }

    List<Supervised> processes() {
        synchronized (processes) {
            return new ArrayList<>(processes.values());
        }
    }

    void stopDatabase() {
        PostgresServer server = database;
        if (server != null) {
            server.stop();
            records.remove("postgres-control-plane");
        }
    }
}
