package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Servers of the operating system's PostgreSQL, which has all the programs, in a folder of their own. Where root runs the tests
 * they belong to the user {@code postgres}, as they would on a database machine.
 */
public final class PackagedServers implements AutoCloseable {

    /** Has a password that every file format has to escape. */
    public static final Credentials.Login MOVER = new Credentials.Login("mover", "pa:ss'wo\\rd \"x");

    private static final @Nullable String USER = "root".equals(System.getProperty("user.name")) ? "postgres" : null;

    private final @Nullable String user;
    private final Path binaries;
    private final Path folder;
    private final List<LocalProperties.Server> servers = new ArrayList<>();

    public PackagedServers() throws IOException {
        this(USER);
    }

    /**
     * Makes the folder.
     *
     * @param user absent: the servers belong to whoever runs the tests
     */
    PackagedServers(@Nullable String user) throws IOException {
        this.user = user;
        binaries = RealServers.PG_REWIND.require().resolveSibling(".").normalize();
        folder = Files.createTempDirectory("fairlead-servers");
        if (user != null) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    /** A server that has no data yet. */
    public LocalProperties.Server empty(String name) {
        LocalProperties.Server server = new LocalProperties.Server(
                new EndpointAddress("127.0.0.1", FreePorts.next()), folder.resolve(name), binaries, user, null, null);
        servers.add(server);
        return server;
    }

    /** A primary, running. */
    public LocalProperties.Server primary(String name) throws IOException, SQLException {
        LocalProperties.Server server = empty(name);
        run(
                server,
                "initdb",
                "--pgdata=" + server.dataDirectory(),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "--data-checksums");
        Files.writeString(server.dataDirectory().resolve("postgresql.conf"), """

                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                dynamic_shared_memory_type = mmap
                shared_buffers = 16MB
                fsync = off
                """, StandardOpenOption.APPEND);
        Files.writeString(server.dataDirectory().resolve("pg_hba.conf"), """
                host all         postgres 127.0.0.1/32 trust
                host all         all      127.0.0.1/32 scram-sha-256
                host replication all      127.0.0.1/32 scram-sha-256
                """);
        control(server).start();
        execute(
                server,
                "create role mover superuser login password '%s'"
                        .formatted(MOVER.password().replace("'", "''")),
                "create table rows (n int, note text)");
        return server;
    }

    public LocalServer control(LocalProperties.Server server) {
        return new ControlledServer(server);
    }

    /** Runs one of PostgreSQL's programs behind the back of {@link LocalServer}, as an operator or a supervisor does. */
    public String run(LocalProperties.Server server, String program, String... arguments) throws IOException {
        return new Programs(server).run(Duration.ofMinutes(1), Map.of(), program, List.of(arguments));
    }

    public static Connection connect(LocalProperties.Server server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?connectTimeout=3"
                        .formatted(server.address().port()),
                "postgres",
                "");
    }

    public static void execute(LocalProperties.Server server, String... statements) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of all rows, by comma. */
    public static String ask(LocalProperties.Server server, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(String.valueOf(row.getString(1)));
            }
        }
        return String.join(",", values);
    }

    @Override
    public void close() throws IOException {
        for (LocalProperties.Server server : servers) {
            control(server).stop(StopMode.IMMEDIATE);
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}
