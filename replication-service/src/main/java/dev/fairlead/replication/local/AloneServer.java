package dev.fairlead.replication.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A server that runs as a standby of nobody and is reached by this service alone: it recovers from its own log, writes nothing
 * to it, and listens in a folder that only its user may enter, where everybody is trusted.
 */
record AloneServer(Path folder, int port) implements AutoCloseable {

    private static final List<String> STANDBY_OF_NOBODY = List.of(
            "-c primary_conninfo=",
            "-c restore_command=",
            "-c wal_keep_size=1TB", // what diverged is kept from it next
            "-c recovery_target_timeline=current",
            "-c hot_standby=on",
            "-c listen_addresses=");

    /** What is done while it runs. */
    interface Use {
        void with(AloneServer server) throws IOException;
    }

    static AloneServer create(UserPrincipal owner, int port) throws IOException {
        AloneServer created = new AloneServer(Files.createTempDirectory("fairlead-alone"), port); // closed to others
        try {
            Files.writeString(created.access(), "local all all trust\n");
            Files.setOwner(created.access(), owner);
            Files.setOwner(created.folder, owner);
        } catch (IOException e) {
            created.close();
            throw e;
        }
        return created;
    }

    private Path access() {
        return folder.resolve("hba");
    }

    List<String> settings() {
        List<String> settings = new ArrayList<>(STANDBY_OF_NOBODY);
        settings.add("-c unix_socket_directories='%s'".formatted(folder));
        settings.add("-c hba_file='%s'".formatted(access()));
        return settings;
    }

    /** Connects as a superuser, who sees all rows. */
    Connection connect(String databaseName, String superuser) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setDatabaseName(databaseName);
        source.setUser(superuser);
        source.setApplicationName("fairlead-rebuild");
        source.setSocketFactory(PrivateSockets.class.getName());
        source.setSocketFactoryArg(folder.resolve(".s.PGSQL." + port).toString());
        source.setSslMode("disable");
        source.setGssEncMode("disable");
        source.setOptions("-c statement_timeout=10min");
        return source.getConnection();
    }

    /**
     * The name of a superuser.
     *
     * @param role any that may connect
     */
    String superuser(String databaseName, String role) throws SQLException {
        try (Connection connection = connect(databaseName, role);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select rolname from pg_roles where rolsuper and rolcanlogin order by oid limit 1")) {
            if (!row.next()) {
                throw new SQLException("it has no superuser who may log in");
            }
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
