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

/** PostgreSQL from the packaged binaries: the primary in the first region, a streaming replica in each other. */
public final class EmbeddedControlDatabase implements ControlDatabase {

    private final List<RegionName> regions;
    private final DatabaseCluster cluster;

    /** @param regions the first region's first */
    public EmbeddedControlDatabase(DemoOptions options, ProcessRecords records, List<RegionName> regions) {
        this.regions = List.copyOf(regions);
        this.cluster = new DatabaseCluster(
                "control-plane",
                regions.stream().map(RegionName::value).toList(),
                options.directory().resolve("postgres"),
                records);
    }

    @Override
    public void start(Map<String, String> roles) {
        int connections = CONNECTIONS_OF_A_REGION * regions.size();
        cluster.start(Map.of("max_connections", Integer.toString(connections)), primary -> fill(primary, roles));
    }

    private static void fill(PostgresServer primary, Map<String, String> roles) {
        try (Connection connection = primary.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + NAME);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + NAME + ": " + e.getMessage(), e);
        }
        roles.forEach((role, password) -> Roles.create(primary, NAME, role, password));
    }

    @Override
    public String url(RegionName own) {
        String hosts = regions.stream()
                .sorted(Comparator.comparing(region -> !region.equals(own)))
                .map(region -> "127.0.0.1:" + cluster.member(region.value()).port())
                .collect(Collectors.joining(","));
        return "jdbc:postgresql://%s/%s?targetServerType=primary&connectTimeout=3&loginTimeout=3"
                .formatted(hosts, NAME);
    }

    @Override
    public void start(RegionName region) {
        cluster.start(region.value());
    }

    @Override
    public void kill(RegionName region) {
        cluster.kill(region.value());
    }

    @Override
    public void stop() {
        cluster.stop();
    }
}
