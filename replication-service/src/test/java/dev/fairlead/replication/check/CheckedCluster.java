package dev.fairlead.replication.check;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.check.rules.DatabaseFindings;
import dev.fairlead.replication.check.rules.Reading;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A primary with two standbys, set up as PostgreSQL comes, and a role made by the statements that are given to operators. */
final class CheckedCluster implements AutoCloseable {

    static final DataCenterName EAST = DataCenterName.of("east");
    static final DataCenterName WEST = DataCenterName.of("west");
    static final DataCenterName EUROPE = DataCenterName.of("europe");
    static final String ROLE = "fair\"lead";

    private static final String PASSWORD = "secret";

    final PostgresServer east;
    final PostgresServer west;
    final PostgresServer europe;
    private final Path credentials;

    /**
     * @param east not started yet
     * @param folder of the standbys, and of the credentials {@code shop}
     */
    CheckedCluster(PostgresServer east, Path folder) throws SQLException, IOException {
        this.east = east;
        east.start();
        for (String statement : Right.statements(ROLE)) {
            execute(east, statement);
        }
        execute(east, "alter role \"fair\"\"lead\" password '%s'".formatted(PASSWORD));
        west = east.cloneTo(folder.resolve("west"), FreePorts.next(), WEST.value());
        europe = east.cloneTo(folder.resolve("europe"), FreePorts.next(), EUROPE.value());
        west.start();
        europe.start();
        credentials = Files.createDirectories(folder.resolve("credentials"));
        credentials("shop", ROLE, PASSWORD);
    }

    void credentials(String name, String role, String password) throws IOException {
        Files.writeString(credentials.resolve(name), "user=%s\npassword=%s\n".formatted(role, password));
    }

    PostgresServer server(@Nullable DataCenterName dataCenter) {
        return Objects.requireNonNull(
                Map.of(EAST, east, WEST, west, EUROPE, europe).get(Objects.requireNonNull(dataCenter)));
    }

    DatabaseSpec spec(String credentials, DatabaseSpec.@Nullable Synchronous synchronous) {
        return new DatabaseSpec(
                "postgres",
                credentials,
                List.of(member(EAST), member(WEST), member(EUROPE)),
                250,
                DatabaseSpec.Kind.POSTGRESQL,
                synchronous,
                DatabaseSpec.TakeoverPolicy.defaults());
    }

    DatabaseSpec asynchronous() {
        return spec("shop", null);
    }

    DatabaseSpec synchronous() {
        return spec("shop", new DatabaseSpec.Synchronous(List.of(EAST, WEST, EUROPE), 1));
    }

    private DatabaseSpec.Member member(DataCenterName dataCenter) {
        return new DatabaseSpec.Member(
                dataCenter, new EndpointAddress("127.0.0.1", server(dataCenter).port()));
    }

    List<Finding> findings(DatabaseSpec spec) {
        MemberReader reader = new MemberReader(spec, new Credentials(credentials));
        Map<DataCenterName, Reading> readings = new HashMap<>();
        spec.members().forEach(member -> readings.put(member.dataCenter(), reader.read(member.address())));
        return DatabaseFindings.of(spec, readings);
    }

    static void execute(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            execute(connection, statements);
        }
    }

    /** By the role, and not by a superuser. */
    static void executeAsRole(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"), ROLE, PASSWORD)) {
            execute(connection, statements);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        europe.delete();
        west.delete();
        east.delete();
    }
}
