package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;

/** The demo application's database: a primary and a streaming replica in each of the other data centers. */
final class ShopDatabase {

    static final String DATABASE = "shop";
    static final String USER = "shop";

    private static final String WATCHER = "watcher";
    private static final int FIRST_ORDERS = 1_000;

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

    /** Where the replication-service finds the login with which it reads the members. */
    static Path credentials(Path directory) {
        return directory.resolve("secrets").resolve("databases");
    }

    String password() {
        return password;
    }

    void start() {
        cluster.start(Map.of(), this::fill);
    }

    private void fill(PostgresServer primary) {
        execute(primary, "postgres", "create database " + DATABASE);
        Roles.create(primary, DATABASE, USER, password);
        execute(primary, DATABASE, """
                create table shop.orders (
                  id bigint generated always as identity primary key,
                  placed_at timestamptz not null default now());
                alter table shop.orders owner to shop;
                insert into shop.orders (placed_at) select now() from generate_series(1, %d);
                """.formatted(FIRST_ORDERS));
        String secret = PrivateFiles.secret();
        execute(
                primary,
                DATABASE,
                "create role %s login password '%s'; grant pg_monitor to %s".formatted(WATCHER, secret, WATCHER));
        PrivateFiles.write(
                credentials(options.directory()).resolve(DATABASE),
                PropertiesText.of(Map.of("user", WATCHER, "password", secret)));
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
