package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The demo application's database: a primary and a streaming replica in each of the other data centers. */
final class ShopDatabase {

    static final String DATABASE = "shop";
    static final String USER = "shop";

    private static final String ROLE = "fairlead";
    private static final int FIRST_ORDERS = 1_000;

    /** A standby that is given another primary looks for it soon. */
    private static final Map<String, String> SETTINGS = Map.of("wal_retrieve_retry_interval", "500ms");

    private final DemoOptions options;
    private final DatabaseCluster cluster;
    private final String password = PrivateFiles.secret();

    ShopDatabase(DemoOptions options, ProcessRecords records) {
        this.options = options;
        this.cluster = new DatabaseCluster(
                DATABASE,
                Arrays.stream(DemoDataCenter.values())
                        .map(each -> each.dataCenter().value())
                        .toList(),
                options.directory().resolve("postgres"),
                records);
    }

    /** Where the replication-service finds the login with which it watches and moves the members. */
    static Path credentials(Path directory) {
        return directory.resolve("secrets").resolve("databases");
    }

    String password() {
        return password;
    }

    void start() {
        cluster.start(SETTINGS, this::fill);
    }

    private void fill(PostgresServer primary) {
        execute(primary, "postgres", "create database " + DATABASE);
        Roles.create(primary, DATABASE, USER, password);
        execute(primary, DATABASE, """
                create table shop.orders (
                  id bigint generated always as identity primary key,
                  placed_at timestamptz not null default now(),
                  number bigint unique);
                alter table shop.orders owner to shop;
                insert into shop.orders (placed_at) select now() from generate_series(1, %d);
                """.formatted(FIRST_ORDERS));
        String secret = PrivateFiles.secret();
        execute(primary, DATABASE, role());
        execute(primary, DATABASE, "alter role %s password '%s'".formatted(ROLE, secret));
        PrivateFiles.write(
                credentials(options.directory()).resolve(DATABASE),
                PropertiesText.of(Map.of("user", ROLE, "password", secret)));
    }

    /** As any operator would make it. */
    private String role() {
        try {
            return Files.readString(options.home().resolve("examples").resolve("database-role.sql"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read examples/database-role.sql", e);
        }
    }

    /** The servers of these data centers, as the service beside them is told that it may control them. */
    Map<String, String> controlled(List<DemoDataCenter> dataCenters) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < dataCenters.size(); i++) {
            String place = dataCenters.get(i).dataCenter().value();
            String server = "fairlead.replication.servers[%d].".formatted(i);
            properties.put(server + "address", "127.0.0.1:" + cluster.port(place));
            properties.put(server + "data-directory", cluster.data(place).toString());
            properties.put(server + "bin-directory", PostgresServer.packaged().toString());
        }
        return properties;
    }

    /**
     * The JDBC URL of several members, of which the first that answers and is of this type is taken.
     *
     * @param type {@code targetServerType}
     */
    String url(List<DemoDataCenter> dataCenters, String type) {
        return dataCenters.stream()
                .map(each -> "127.0.0.1:" + cluster.port(each.dataCenter().value()))
                .collect(Collectors.joining(
                        ",",
                        "jdbc:postgresql://",
                        "/%s?targetServerType=%s&connectTimeout=2&hostRecheckSeconds=1".formatted(DATABASE, type)));
    }

    private static void execute(PostgresServer server, String database, String sql) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot set up the demo database: " + e.getMessage(), e);
        }
    }

    PostgresServer member(DemoDataCenter dataCenter) {
        return cluster.member(dataCenter.dataCenter().value());
    }

    void start(DemoDataCenter dataCenter) {
        cluster.start(dataCenter.dataCenter().value());
    }

    /** Ends the member as a power cut would. */
    void kill(DemoDataCenter dataCenter) {
        cluster.kill(dataCenter.dataCenter().value());
    }

    void stop() {
        cluster.stop();
    }
}
