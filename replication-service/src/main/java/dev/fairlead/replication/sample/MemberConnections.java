package dev.fairlead.replication.sample;

import dev.fairlead.contracts.EndpointAddress;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to members so that a silent one is given up within seconds, at whatever point it falls silent. */
public final class MemberConnections {

    private static final int TIMEOUT_SECONDS = 2;

    private MemberConnections() {}

    /**
     * A new connection.
     *
     * @param applicationName by which the member's operators know it
     */
    public static Connection open(
            EndpointAddress address, String databaseName, Credentials.Login login, String applicationName)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.ip()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(databaseName);
        source.setUser(login.user());
        source.setPassword(login.password());
        source.setApplicationName(applicationName);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(TIMEOUT_SECONDS);
        source.setSslResponseTimeout(TIMEOUT_SECONDS * 1_000); // a port that accepts and says nothing
        return source.getConnection();
    }
}
