package dev.fairlead.system.kubernetes;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What several regions need beside the chart: a PostgreSQL that outlives each of them, on this machine, and in each region's
 * own network a NATS server, which goes when its region does.
 */
final class Surroundings implements AutoCloseable {

    private static final int CLIENTS = 4222;
    private static final int ROUTES = 6222;
    private static final List<String> ROLES = List.of("gateway", "traffic", "health", "replication", "deploy");

    private final Path folder;
    private final PostgresServer postgres;
    private final int port = FreePorts.next();
    private final Map<Integer, Process> nats = new TreeMap<>();

    Surroundings(Path folder) {
        this.folder = folder;
        this.postgres = PostgresServer.create(
                folder.resolve("postgres"), port, Map.of("listen_addresses", "*", "max_connections", "300"));
        try {
            Files.writeString(
                    folder.resolve("postgres").resolve("pg_hba.conf"),
                    "host all all 10.0.0.0/8 scram-sha-256\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres.start();
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database fairlead");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        ROLES.forEach(role -> Roles.create(postgres, "fairlead", role, Release.password(role)));
    }

    String databaseUrl() {
        return "jdbc:postgresql://%s:%d/fairlead".formatted(Cluster.HOST, port);
    }

    /** @param own whose server comes first */
    static String busUrl(Cluster own, List<Cluster> all) {
        return all.stream()
                .sorted((one, other) -> Boolean.compare(other == own, one == own))
                .map(each -> "nats://%s:%d".formatted(each.address(), CLIENTS))
                .collect(Collectors.joining(","));
    }

    /** Starts the server of a region that is up; it knows the others whether they are up or not. */
    void startNats(int region, Cluster own, List<Cluster> all) {
        String routes = all.stream()
                .filter(other -> other != own)
                .map(other -> "\"nats://route:route@%s:%d\"".formatted(other.address(), ROUTES))
                .collect(Collectors.joining(", "));
        String passwords = ROLES.stream()
                .map(role ->
                        "FAIRLEAD_BUS_%s: \"%s\"%n".formatted(role.toUpperCase(Locale.ROOT), Release.password(role)))
                .collect(Collectors.joining());
        Path permissions = Path.of("..", "helm", "fairlead", "files", "nats-permissions.conf");
        try {
            Path file = Release.write(
                    folder.resolve("nats-%d.conf".formatted(region)),
                    passwords
                            + """
                    listen: "%1$s:%2$d"
                    server_name: "region-%3$d"
                    ping_interval: "2s"
                    ping_max: 2
                    write_deadline: "2s"
                    max_pending: 8MB
                    cluster {
                      name: fairlead
                      listen: "%1$s:%4$d"
                      no_advertise: true
                      authorization { user: route, password: route, timeout: 2 }
                      routes: [%5$s]
                    }
                    """.formatted(own.address(), CLIENTS, region, ROUTES, routes)
                            + Files.readString(permissions));
            nats.put(
                    region,
                    new ProcessBuilder(
                                    "nsenter",
                                    "--net=/run/netns/fairlead-" + region,
                                    RealServers.NATS.require().toString(),
                                    "--config",
                                    file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(folder.resolve("nats-%d.log".formatted(region))
                                            .toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nats.values().forEach(Process::destroyForcibly);
        postgres.kill();
    }
}
