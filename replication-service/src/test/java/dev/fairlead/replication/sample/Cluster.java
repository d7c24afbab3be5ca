package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A real primary with two streaming replicas, and a role that may only watch. */
final class Cluster implements AutoCloseable {

    static final DataCenterName EAST = DataCenterName.of("us-east");
    static final DataCenterName WEST = DataCenterName.of("us-west");
    static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    final PostgresServer primary;
    final PostgresServer west;
    final PostgresServer europe;
    private final Path folder;

    /**
     * @param folder holds the data directories, and the credentials named {@code shop}
     */
    Cluster(Path folder) throws SQLException, IOException {
        this.folder = folder;
        primary = PostgresServer.create(
                folder.resolve("east"), FreePorts.next(), Map.of("wal_receiver_timeout", "2s", "wal_level", "logical"));
        primary.start();
        execute(primary, "create role watcher login password 'secret'");
        execute(primary, "grant pg_monitor to watcher");
        execute(primary, "create table rows (n int)");
        west = primary.cloneTo(folder.resolve("west"), FreePorts.next(), "west");
        europe = primary.cloneTo(folder.resolve("europe"), FreePorts.next(), "europe");
        west.start();
        europe.start();
        Files.createDirectories(credentials());
        Files.writeString(credentials().resolve("shop"), "user=watcher\npassword=secret\n");
    }

    Path credentials() {
        return folder.resolve("credentials");
    }

    DatabaseSpec spec() {
        return new DatabaseSpec(
                "postgres", "shop", List.of(member(EAST, primary), member(WEST, west), member(EUROPE, europe)), 250);
    }

    private static DatabaseSpec.Member member(DataCenterName dataCenter, PostgresServer server) {
        return new DatabaseSpec.Member(dataCenter, new EndpointAddress("127.0.0.1", server.port()));
    }

    static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The highest row that a reader of this server sees. */
    static int highest(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(n), -1) from rows")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() {
        europe.delete();
        west.delete();
        primary.delete();
    }
}
