package dev.fairlead.replication.writers;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.check.rules.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Two real servers, each of which publishes all tables and subscribes to the other one; and a role that may watch them. */
final class TwoWriters implements AutoCloseable {

    final PostgresServer east;
    final PostgresServer west;

    /** @param folder gets the data directories and the credentials {@code shop} */
    TwoWriters(Path folder) throws SQLException, IOException {
        east = server(folder.resolve("east"));
        west = server(folder.resolve("west"));
        subscribe(west, "us_west", east, "us_east");
        subscribe(east, "us_east", west, "us_west");
        Files.writeString(folder.resolve("shop"), "user=fairlead\npassword=secret\n");
    }

    private static PostgresServer server(Path data) throws SQLException {
        PostgresServer server = PostgresServer.create(
                data,
                FreePorts.next(),
                Map.of("wal_level", "logical", "track_commit_timestamp", "on", "wal_retrieve_retry_interval", "500ms"));
        server.start();
        for (String statement : Right.statements("fairlead")) {
            execute(server, statement);
        }
        execute(server, "alter role fairlead password 'secret'");
        execute(server, "create table orders (id int primary key, place text)");
        execute(server, "create sequence numbers");
        execute(server, "create publication everything for all tables");
        return server;
    }

    private static void subscribe(PostgresServer to, String slot, PostgresServer from, String sender)
            throws SQLException {
        execute(to, """
                create subscription from_%s connection 'host=127.0.0.1 port=%d user=postgres dbname=postgres'
                publication everything with (origin = none, copy_data = false, slot_name = %s)""".formatted(sender, from.port(), slot));
    }

    String yaml() {
        return """
                kind: Database
                metadata: {name: shop}
                spec:
                  databaseName: postgres
                  credentials: shop
                  topology: active-active
                  members:
                    - {dataCenter: us-east, address: "127.0.0.1:%d"}
                    - {dataCenter: us-west, address: "127.0.0.1:%d"}
                """.formatted(east.port(), west.port());
    }

    void east(String sql) throws SQLException {
        execute(east, sql);
    }

    void west(String sql) throws SQLException {
        execute(west, sql);
    }

    static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All orders that a reader sees, in order. */
    String orders(PostgresServer server) {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select coalesce(string_agg(id || '=' || place, ' ' order by id), '') from orders")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        east.delete();
        west.delete();
    }
}
