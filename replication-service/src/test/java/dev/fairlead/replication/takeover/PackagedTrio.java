package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.local.PackagedServers.execute;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.PackagedServers;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** As {@link Trio}, of the operating system's PostgreSQL, which has the programs that a rebuild needs. */
final class PackagedTrio implements RealMembers, AutoCloseable {

    private static final Credentials.Login LOGIN = new Credentials.Login("fairlead", "secret");

    final PackagedServers servers;
    final LocalProperties.Server east;
    final LocalProperties.Server west;
    final LocalProperties.Server europe;
    private final Path credentials;
    private final boolean synchronous;

    /**
     * @param credentials a folder for them
     * @param synchronous whether a commit waits for one of the two standbys
     */
    PackagedTrio(Path credentials, boolean synchronous) throws SQLException, IOException {
        this.credentials = credentials;
        this.synchronous = synchronous;
        this.servers = new PackagedServers();
        this.east = servers.primary("east");
        for (String sql : Right.statements(LOGIN.user())) {
            execute(east, sql);
        }
        execute(
                east,
                "alter role fairlead password 'secret'",
                "create role app login password 'app'",
                "grant insert, select on rows to app",
                "alter system set wal_retrieve_retry_interval = '200ms'",
                "select pg_reload_conf()");
        this.west = standby("west", "us-west");
        this.europe = standby("europe", "eu-west");
        Files.writeString(credentials.resolve("shop"), "user=fairlead\npassword=secret\n");
        if (synchronous) {
            for (LocalProperties.Server server : List.of(east, west, europe)) {
                execute(
                        server,
                        "alter system set synchronous_standby_names = 'ANY 1 (\"us-east\", \"us-west\", \"eu-west\")'",
                        "select pg_reload_conf()");
            }
        }
    }

    private LocalProperties.Server standby(String name, String applicationName) throws IOException, SQLException {
        execute(east, "select pg_create_physical_replication_slot('%s', true)".formatted(name));
        LocalProperties.Server server = servers.empty(name);
        LocalServer control = servers.control(server);
        control.copy(east.address(), LOGIN, "postgres", name);
        control.follow(east.address(), LOGIN, applicationName, name);
        control.start();
        return server;
    }

    /** As an operator or a supervisor starts it, who knows nothing of what goes on. */
    void startEast() throws IOException {
        servers.run(
                east,
                "pg_ctl",
                "start",
                "-w",
                "-D",
                east.dataDirectory().toString(),
                "-l",
                east.beside("log").toString(),
                "-o",
                "-p " + east.address().port());
    }

    LocalProperties.Server at(DataCenterName dataCenter) {
        return dataCenter.equals(Trio.EAST) ? east : dataCenter.equals(Trio.WEST) ? west : europe;
    }

    @Override
    public LocalServer control() {
        return servers.control(east);
    }

    @Override
    public Path credentials() {
        return credentials;
    }

    @Override
    public DatabaseSpec spec() {
        List<DataCenterName> names = List.of(Trio.EAST, Trio.WEST, Trio.EUROPE);
        return new DatabaseSpec(
                "postgres",
                "shop",
                names.stream().map(name -> new Member(name, at(name).address())).toList(),
                100,
                Kind.POSTGRESQL,
                synchronous ? new Synchronous(names, 1) : null,
                new TakeoverPolicy(
                        synchronous ? Mode.AUTOMATIC : Mode.MANUAL,
                        0L,
                        1_000L,
                        10_000L,
                        3_600_000L,
                        List.of(Trio.WEST)));
    }

    String url() {
        return ("jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d/postgres"
                        + "?targetServerType=primary&connectTimeout=1&socketTimeout=2&hostRecheckSeconds=0")
                .formatted(
                        east.address().port(),
                        west.address().port(),
                        europe.address().port());
    }

    @Override
    public void close() throws IOException {
        servers.close();
    }
}
