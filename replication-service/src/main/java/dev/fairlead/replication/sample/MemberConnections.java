package dev.fairlead.replication.sample;

import dev.fairlead.contracts.EndpointAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to members so that a silent one is given up within seconds, at whatever point it falls silent. */
public final class MemberConnections {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private MemberConnections() {}

    /**
     * A new connection over which each answer comes at once.
     *
     * @param applicationName by which the member's operators know it
     */
    public static Connection open(
            EndpointAddress address, String databaseName, Credentials.Login login, String applicationName)
            throws SQLException {
        return open(address, databaseName, login, applicationName, TIMEOUT);
    }

    /**
     * A new connection over which something is ordered that takes longer.
     *
     * @param answer how long the longest answer may take
     */
    public static Connection open(
            EndpointAddress address,
            String databaseName,
            Credentials.Login login,
            String applicationName,
            Duration answer)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.ip()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(databaseName);
        source.setUser(login.user());
        source.setPassword(login.password());
        source.setApplicationName(applicationName);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout((int) TIMEOUT.toSeconds());
        source.setSocketTimeout((int) TIMEOUT.toSeconds());
        source.setSslResponseTimeout((int) TIMEOUT.toMillis()); // a port that accepts and says nothing
        Connection connection = source.getConnection();
        connection.setNetworkTimeout(Runnable::run, (int) answer.toMillis()); // a frozen server lets one connect
        return connection;
    }
}
