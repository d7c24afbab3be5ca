package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo application's database: a primary and a streaming replica in each of the other data centers. */
final class ShopDatabase {

    static final String DATABASE = "shop";
    static final String USER = "shop";

    private static final String WATCHER = "watcher";
    private static final int FIRST_ORDERS = 1_000;

    private final DemoOptions options;
    private final ProcessRecords records;
    private final Map<DemoDataCenter, PostgresServer> members = new EnumMap<>(DemoDataCenter.class);
    private final String password = PrivateFiles.secret();

    ShopDatabase(DemoOptions options, ProcessRecords records) {
        this.options = options;
        this.records = records;
    }

    /** Where the replication-service finds the login with which it reads the members. */
    static Path credentials(Path directory) {
        return directory.resolve("secrets").resolve("databases");
    }

    String password() {
        return password;
    }

    void start() {
        PostgresServer primary = PostgresServer.create(data(DemoDataCenter.PRIMARY), FreePorts.next(), Map.of());
        add(DemoDataCenter.PRIMARY, primary);
        start(DemoDataCenter.PRIMARY);
        fill(primary);
        for (DemoDataCenter each : DemoDataCenter.values()) {
            if (each != DemoDataCenter.PRIMARY) {
                String slot = each.name().toLowerCase(Locale.ROOT);
                add(each, primary.cloneTo(data(each), FreePorts.next(), slot));
                start(each);
            }
        }
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

    private Path data(DemoDataCenter dataCenter) {
        return options.directory().resolve("postgres").resolve(DATABASE + "-" + dataCenter.dataCenter());
    }

    private void add(DemoDataCenter dataCenter, PostgresServer server) {
        synchronized (members) {
            members.put(dataCenter, server);
        }
    }

    PostgresServer member(DemoDataCenter dataCenter) {
        synchronized (members) {
            return Objects.requireNonNull(members.get(dataCenter), "the database was not started yet");
        }
    }

    private static String record(DemoDataCenter dataCenter) {
        return "postgres-" + DATABASE + "-" + dataCenter.dataCenter();
    }

    void start(DemoDataCenter dataCenter) {
        PostgresServer server = member(dataCenter);
        server.start();
        records.write(record(dataCenter), Objects.requireNonNull(server.handle()));
    }

    /** Ends the member as a power cut would. */
    void kill(DemoDataCenter dataCenter) {
        member(dataCenter).kill();
        records.remove(record(dataCenter));
    }

    /** Stops what runs: replicas first, so that the primary does not wait for them. */
    void stop() {
        Map<DemoDataCenter, PostgresServer> all;
        synchronized (members) {
            all = new EnumMap<>(DemoDataCenter.class);
            all.putAll(members);
        }
        Parallel.run(all.keySet().stream()
                .filter(each -> each != DemoDataCenter.PRIMARY)
                .map(each -> (Runnable) () -> stop(each, all.get(each)))
                .toList());
        stop(DemoDataCenter.PRIMARY, all.get(DemoDataCenter.PRIMARY));
    }

    private void stop(DemoDataCenter dataCenter, @Nullable PostgresServer server) {
        if (server != null) {
            server.stop();
            records.remove(record(dataCenter));
        }
    }
}
