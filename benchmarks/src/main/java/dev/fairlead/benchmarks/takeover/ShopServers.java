package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A database that is moved: a primary and two standbys, and a role that may no more than moves and rebuilds need. */
final class ShopServers implements AutoCloseable {

    static final DataCenterName EAST = DataCenterName.of("us-east");
    static final DataCenterName WEST = DataCenterName.of("us-west");
    static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    static final String CREDENTIALS = "shop";
    static final String PASSWORD = "secret";

    private static final int SAMPLE_EVERY_MS = 250;

    /** The programs' defaults but for how long a silent peer is believed, and for what a rewind needs. */
    private static final Map<String, String> SETTINGS =
            Map.of("wal_sender_timeout", "10s", "wal_receiver_timeout", "10s", "wal_log_hints", "on");

    private static final List<String> ROLE = List.of(
            "create role fairlead login replication password '%s'".formatted(PASSWORD),
            "grant pg_monitor, pg_signal_backend, pg_checkpoint to fairlead",
            "grant alter system on parameter primary_conninfo, default_transaction_read_only to fairlead",
            "grant execute on function pg_reload_conf() to fairlead",
            "grant execute on function pg_promote(boolean, integer) to fairlead",
            """
            grant execute on function pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean),
                pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) to fairlead
            """);

    private final Place place;
    private final Replication replication;
    private final PostgresServer east;
    private final PostgresServer west;
    private final PostgresServer europe;

    /**
     * Where the servers of one database are to be, so that a service can be told before they are.
     *
     * @param folder of the data directories
     * @param programs of PostgreSQL
     * @param port of the primary
     */
    record Place(Path folder, Path programs, int port) {

        Path data() {
            return folder.resolve("east");
        }

        EndpointAddress address() {
            return ShopServers.address(port);
        }
    }

    /** @param opened closes what is begun here */
    ShopServers(Opened opened, Place place, Replication replication) throws IOException, SQLException {
        this.place = place;
        this.replication = replication;
        east = PostgresServer.create(place.programs(), place.data(), place.port(), SETTINGS);
        opened.keep(east::kill);
        Files.writeString(
                place.data().resolve("pg_hba.conf"),
                "host replication fairlead 127.0.0.1/32 scram-sha-256\n",
                StandardOpenOption.APPEND);
        east.start();
        for (String sql : ROLE) {
            execute(east, sql);
        }
        for (String sql : Writers.PREPARE) {
            execute(east, sql);
        }
        west = standby(opened, "west", WEST);
        europe = standby(opened, "europe", EUROPE);
        if (replication == Replication.SYNCHRONOUS) {
            for (PostgresServer server : List.of(east, west, europe)) {
                execute(
                        server,
                        "alter system set synchronous_standby_names = 'ANY 1 (\"us-east\", \"us-west\", \"eu-west\")'");
                execute(server, "select pg_reload_conf()");
            }
        }
    }

    private PostgresServer standby(Opened opened, String folder, DataCenterName name) throws SQLException {
        PostgresServer standby = east.cloneTo(place.folder().resolve(folder), FreePorts.next(), folder);
        opened.keep(standby::kill);
        standby.start();
        execute(
                standby,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                        .formatted(east.port(), name));
        execute(standby, "select pg_reload_conf()");
        return standby;
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    DatabaseSpec spec(DatabaseSpec.TakeoverPolicy policy) {
        return new DatabaseSpec(
                "postgres",
                CREDENTIALS,
                List.of(member(EAST, east), member(WEST, west), member(EUROPE, europe)),
                SAMPLE_EVERY_MS,
                DatabaseSpec.Kind.POSTGRESQL,
                replication == Replication.SYNCHRONOUS
                        ? new DatabaseSpec.Synchronous(List.of(EAST, WEST, EUROPE), 1)
                        : null,
                policy);
    }

    private static DatabaseSpec.Member member(DataCenterName name, PostgresServer server) {
        return new DatabaseSpec.Member(name, address(server.port()));
    }

    private static EndpointAddress address(int port) {
        return new EndpointAddress("127.0.0.1", port);
    }

    int primary() {
        return east.port();
    }

    List<Integer> ports() {
        return List.of(east.port(), west.port(), europe.port());
    }

    /** Ends the primary with all its processes at once. */
    void killPrimary() {
        east.kill();
    }

    /** The old primary comes back and knows of nothing. */
    void restartPrimary() {
        east.start();
    }

    /** Ends the server that the service started. */
    @Override
    public void close() throws IOException {
        Path file = place.data().resolve("postmaster.pid");
        if (Files.exists(file)) {
            long pid = Long.parseLong(
                    Objects.requireNonNull(Files.readAllLines(file).getFirst()).strip());
            ProcessHandle.of(pid).filter(this::worksHere).ifPresent(ShopServers::end);
        }
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(place.data().toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(ProcessHandle postmaster) {
        List<ProcessHandle> all = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
        all.forEach(child -> child.onExit().join());
    }
}
