package dev.fairlead.benchmarks.lag;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.testing.servers.TcpLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * A primary with two asynchronous standbys. The western one follows over a wire of its own, which can be made to swallow everything;
 * whoever watches reaches all three.
 */
final class Cluster implements AutoCloseable {

    static final DataCenterName WEST = DataCenterName.of("us-west");

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    /** Two of the programs' defaults, made shorter: how long a silent peer is believed. */
    static final Map<String, String> SETTINGS = Map.of("wal_sender_timeout", "10s", "wal_receiver_timeout", "10s");

    private static final String CREDENTIALS = "shop";
    private static final int SAMPLE_EVERY_MS = 250;

    private final Path folder;
    private final PostgresServer primary;
    private final PostgresServer west;
    private final PostgresServer europe;
    private final TcpLink wire;

    /**
     * @param folder holds the data directories and the credentials
     * @param primary not started yet, with its data directory in the folder
     */
    Cluster(Path folder, PostgresServer primary) throws SQLException, IOException {
        this.folder = folder;
        this.primary = primary;
        primary.start();
        execute(primary, "create role watcher login password 'secret'");
        execute(primary, "grant pg_monitor to watcher");
        execute(primary, NumberedWrites.TABLE);
        wire = TcpLink.to(primary.port());
        west = primary.cloneTo(folder.resolve("west"), FreePorts.next(), "west");
        followOverWire();
        europe = primary.cloneTo(folder.resolve("europe"), FreePorts.next(), "europe");
        west.start();
        europe.start();
        Files.createDirectories(credentials());
        Files.writeString(credentials().resolve(CREDENTIALS), "user=watcher\npassword=secret\n");
    }

    private void followOverWire() throws IOException {
        Path file = west.data().resolve("postgresql.auto.conf");
        String direct = "port=" + primary.port() + " ";
        Files.writeString(file, Files.readString(file).replace(direct, "port=" + wire.port() + " "));
    }

    Path credentials() {
        return folder.resolve("credentials");
    }

    DatabaseSpec spec() {
        return new DatabaseSpec(
                "postgres",
                CREDENTIALS,
                List.of(member(EAST, primary), member(WEST, west), member(EUROPE, europe)),
                SAMPLE_EVERY_MS);
    }

    private static DatabaseSpec.Member member(DataCenterName dataCenter, PostgresServer server) {
        return new DatabaseSpec.Member(dataCenter, new EndpointAddress("127.0.0.1", server.port()));
    }

    Connection connectPrimary() throws SQLException {
        return primary.connect("postgres");
    }

    Connection connectWest() throws SQLException {
        return west.connect("postgres");
    }

    /** Such as {@code PostgreSQL 15.18}. */
    String version() throws SQLException {
        try (Connection connection = connectPrimary();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select split_part(current_setting('server_version'), ' ', 1)")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        }
    }

    void pauseReplay() throws SQLException {
        execute(west, "select pg_wal_replay_pause()");
    }

    void resumeReplay() throws SQLException {
        execute(west, "select pg_wal_replay_resume()");
    }

    /** Nothing gets through between the primary and the western standby, and neither is told. */
    void cut() {
        wire.hold();
    }

    void heal() {
        wire.heal();
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        europe.kill();
        west.kill();
        primary.kill();
        wire.close();
    }
}
