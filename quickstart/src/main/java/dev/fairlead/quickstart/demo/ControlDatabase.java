package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The control plane's database: a member in each region, the primary in the first. */
final class ControlDatabase {

    private static final String DATABASE = "fairlead";

    /** Connections of the pools of one region's services, with room for those of people. */
    private static final int CONNECTIONS_OF_A_REGION = 80;

    private final List<RegionPorts> regions;
    private final Secrets secrets;
    private final DatabaseCluster cluster;

    ControlDatabase(DemoOptions options, ProcessRecords records, Secrets secrets, List<RegionPorts> regions) {
        this.regions = regions;
        this.secrets = secrets;
        this.cluster = new DatabaseCluster(
                "control-plane",
                regions.stream().map(region -> region.region().value()).toList(),
                options.directory().resolve("postgres"),
                records);
    }

    /** Makes and starts it, with a role and a schema for each service. */
    void start() {
        int connections = CONNECTIONS_OF_A_REGION * regions.size();
        cluster.start(Map.of("max_connections", Integer.toString(connections)), this::fill);
    }

    private void fill(PostgresServer primary) {
        try (Connection connection = primary.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + DATABASE + ": " + e.getMessage(), e);
        }
        for (Service service : Service.values()) {
            Roles.create(primary, DATABASE, service.role(), secrets.password(service));
        }
    }

    /** The JDBC URL of all members; a region tries its own first. */
    String url(RegionName own) {
        String hosts = regions.stream()
                .map(RegionPorts::region)
                .sorted(Comparator.comparing(region -> !region.equals(own)))
                .map(region -> "127.0.0.1:" + cluster.member(region.value()).port())
                .collect(Collectors.joining(","));
        return "jdbc:postgresql://%s/%s?targetServerType=primary&connectTimeout=3&loginTimeout=3"
                .formatted(hosts, DATABASE);
    }

    void start(RegionName region) {
        cluster.start(region.value());
    }

    void kill(RegionName region) {
        cluster.kill(region.value());
    }

    void stop() {
        cluster.stop();
    }
}
