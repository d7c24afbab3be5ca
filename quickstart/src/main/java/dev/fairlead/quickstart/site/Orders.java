package dev.fairlead.quickstart.site;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The table of orders, through one connection that is made again when it failed. */
final class Orders {

    /** Seconds for connecting and for an answer, so that a lost database costs a request little. */
    private static final String TIMEOUTS = "&socketTimeout=2&loginTimeout=2&tcpKeepAlive=true&ApplicationName=shop";

    private final String url;
    private final String user;
    private final String password;
    private @Nullable Connection connection;

    Orders(String url, String user, String password) {
        this.url = url + TIMEOUTS;
        this.user = user;
        this.password = password;
    }

    synchronized long count() throws SQLException {
        return number("select count(*) from orders");
    }

    /** @param number by which a client that is not answered repeats the same order; absent: it does not */
    synchronized long insert(@Nullable Long number) throws SQLException {
        return number("""
                insert into orders (number) values (%s)
                on conflict (number) do update set number = excluded.number returning id
                """.formatted(number));
    }

    private long number(String sql) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(url, user, password);
            connection = open;
        }
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            connection = null;
            open.close();
            throw e;
        }
    }
}
