package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The servers of the shop's database, as their superuser uses them. */
final class ShopServers {

    private static final String NAMES = "synchronous_standby_names";

    private final DatabaseSpec database;

    ShopServers(DatabaseSpec database) {
        this.database = database;
    }

    /** Has commits wait for one of the standbys, whoever is the primary. */
    void waitForOne() throws IOException {
        String any = database.members().stream()
                .map(member -> "\"" + member.dataCenter() + "\"")
                .collect(Collectors.joining(", ", "ANY 1 (", ")"));
        onAll("alter system set %s = '%s'".formatted(NAMES, any));
    }

    /** Has commits wait for nobody again. */
    void waitForNobody() throws IOException {
        onAll("alter system reset " + NAMES);
    }

    /** Keeps the standbys from receiving anything, as a cut line does, and has the primary follow nobody should it be one. */
    void detachAllBut(DataCenterName primary) throws IOException {
        onAll("alter system set primary_conninfo = ''");
        for (DatabaseSpec.Member member : database.members()) {
            if (!member.dataCenter().equals(primary)) {
                requireReceivesNothing(member);
            }
        }
    }

    private void requireReceivesNothing(DatabaseSpec.Member member) throws IOException {
        try (Connection connection = connect(member);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select exists (select from pg_stat_wal_receiver)")) {
            row.next();
            if (row.getBoolean(1)) {
                throw new IOException("%s still receives".formatted(member.dataCenter()));
            }
        } catch (SQLException e) {
            throw failure(member, e);
        }
    }

    private void onAll(String sql) throws IOException {
        for (DatabaseSpec.Member member : database.members()) {
            try (Connection connection = connect(member);
                    Statement statement = connection.createStatement()) {
                for (String each : List.of(sql, "select pg_reload_conf()")) {
                    statement.execute(each);
                }
            } catch (SQLException e) {
                throw failure(member, e);
            }
        }
    }

    private static IOException failure(DatabaseSpec.Member member, SQLException e) {
        return new IOException("%s: %s".formatted(member.dataCenter(), e.getMessage()), e);
    }

    private DatabaseSpec.Member member(DataCenterName dataCenter) {
        return database.members().stream()
                .filter(each -> each.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of all orders in a data center's copy from this number on. */
    Set<Long> numbers(DataCenterName dataCenter, long first) throws IOException {
        DatabaseSpec.Member member = member(dataCenter);
        try (Connection connection = connect(member)) {
            return numbers(connection, first);
        } catch (SQLException e) {
            throw failure(member, e);
        }
    }

    /** The same in the data that a rebuild kept beside those of the server, read by a server of their own. */
    Set<Long> kept(DataCenterName dataCenter, long first) throws IOException {
        DatabaseSpec.Member member = member(dataCenter);
        try (PostgresServer server = PostgresServer.existing(replaced(member), FreePorts.next())) {
            server.start();
            try (Connection connection = server.connect(database.databaseName())) {
                return numbers(connection, first);
            }
        } catch (SQLException e) {
            throw failure(member, e);
        }
    }

    private Path replaced(DatabaseSpec.Member member) throws SQLException {
        try (Connection connection = connect(member);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            return Path.of(row.getString(1) + ".replaced");
        }
    }

    private static Set<Long> numbers(Connection connection, long first) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select number from shop.orders where number >= ?")) {
            statement.setLong(1, first);
            Set<Long> numbers = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers;
        }
    }

    private Connection connect(DatabaseSpec.Member member) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?connectTimeout=3".formatted(member.address(), database.databaseName()),
                "postgres",
                "");
    }
}
