package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A real primary with two standbys that call themselves by their data centers, and a role that may no more than moves need. */
final class Trio implements RealMembers, AutoCloseable {

    static final DataCenterName EAST = DataCenterName.of("us-east");
    static final DataCenterName WEST = DataCenterName.of("us-west");
    static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    final LocalPostgres east;
    final PostgresServer west;
    final PostgresServer europe;

    private final Path folder;
    private final boolean synchronous;
    private final Path programs;
    private final IntUnaryOperator reachedAt;

    /** @param synchronous whether a commit waits for one of the two standbys */
    Trio(Path folder, boolean synchronous) throws SQLException, IOException {
        this(folder, synchronous, PostgresServer.packaged(), port -> port, port -> port);
    }

    /** Servers of the operating system's PostgreSQL, each at the end of a wire. */
    Trio(Path folder, boolean synchronous, Wires wires) throws SQLException, IOException {
        this(
                folder,
                synchronous,
                RealServers.PG_REWIND.require().resolveSibling(".").normalize(),
                port -> wires.to(port).port(),
                wires::behind);
    }

    private Trio(Path folder, boolean synchronous, Path programs, IntUnaryOperator reachedAt, IntUnaryOperator behind)
            throws SQLException, IOException {
        this.folder = folder;
        this.synchronous = synchronous;
        this.programs = programs;
        this.reachedAt = reachedAt;
        TrioData.copyTo(folder, programs);
        PostgresServer primary = server("east");
        west = server("west");
        europe = server("europe");
        call("west", WEST, primary);
        call("europe", EUROPE, primary);
        if (synchronous) {
            for (String server : List.of("east", "west", "europe")) {
                set(server, "synchronous_standby_names = 'ANY 1 (\"us-east\", \"us-west\", \"eu-west\")'");
            }
        }
        primary.start();
        west.start();
        europe.start();
        east = new LocalPostgres(primary, () -> List.of(west, europe), behind);
        Files.createDirectories(credentials());
        Files.writeString(credentials().resolve("shop"), "user=fairlead\npassword=secret\n");
    }

    private PostgresServer server(String name) {
        return PostgresServer.existing(programs, folder.resolve(name), FreePorts.next());
    }

    private void call(String standby, DataCenterName name, PostgresServer primary) throws IOException {
        set(
                standby,
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                        .formatted(reachedAt.applyAsInt(primary.port()), name));
    }

    private void set(String server, String setting) throws IOException {
        Files.writeString(
                folder.resolve(server).resolve("postgresql.auto.conf"), setting + "\n", StandardOpenOption.APPEND);
    }

    /** @param port at which the running standby is to reach the primary */
    static void attach(PostgresServer standby, DataCenterName name, int port) throws SQLException {
        execute(
                standby,
                "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                        .formatted(port, name));
        execute(standby, "select pg_reload_conf()");
    }

    @Override
    public Path credentials() {
        return folder.resolve("credentials");
    }

    @Override
    public LocalServer control() {
        return east;
    }

    @Override
    public DatabaseSpec spec() {
        List<DataCenterName> names = List.of(EAST, WEST, EUROPE);
        return new DatabaseSpec(
                "postgres",
                "shop",
                List.of(member(EAST, east.port()), member(WEST, west.port()), member(EUROPE, europe.port())),
                100,
                Kind.POSTGRESQL,
                synchronous ? new Synchronous(names, 1) : null,
                new TakeoverPolicy(
                        synchronous ? Mode.AUTOMATIC : Mode.MANUAL, 0L, 1_000L, 10_000L, 3_600_000L, List.of(WEST)));
    }

    static EndpointAddress address(int port) {
        return new EndpointAddress("127.0.0.1", port);
    }

    private Member member(DataCenterName name, int port) {
        return new Member(name, reached(port));
    }

    /** Where everybody else reaches the server of this port. */
    EndpointAddress reached(int port) {
        return address(reachedAt.applyAsInt(port));
    }

    /** Where applications find whoever is primary. */
    String url() {
        return ("jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d/postgres"
                        + "?targetServerType=primary&connectTimeout=1&socketTimeout=2&hostRecheckSeconds=0")
                .formatted(
                        reached(east.port()).port(),
                        reached(west.port()).port(),
                        reached(europe.port()).port());
    }

    static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            String value = row.getString(1);
            return value == null ? "" : value;
        }
    }

    @Override
    public void close() {
        europe.delete();
        west.delete();
        east.server().delete();
    }
}
