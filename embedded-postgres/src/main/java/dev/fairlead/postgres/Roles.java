package dev.fairlead.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Roles as the services have them: one with a schema of the same name, which is all that it sees. */
public final class Roles {

    private Roles() {}

    /** Creates the role if it is absent, sets its password, and gives it its schema in the database. */
    public static void create(PostgresServer server, String database, String role, String password) {
        try (Connection connection = server.connect(database)) {
            create(connection, database, role, password);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create role " + role + ": " + e.getMessage(), e);
        }
    }

    /** The same on any server, as its superuser in this database. */
    public static void create(Connection connection, String database, String role, String password)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    do $$ begin
                      create role "%s" login;
                    exception when duplicate_object then null;
                    end $$""".formatted(role));
            statement.execute("alter role \"%s\" password '%s'".formatted(role, password.replace("'", "''")));
            statement.execute("create schema if not exists \"%s\" authorization \"%s\"".formatted(role, role));
            statement.execute(
                    "alter role \"%s\" in database \"%s\" set search_path = \"%s\"".formatted(role, database, role));
        }
    }
}
