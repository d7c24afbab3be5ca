package dev.fairlead.service.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells failures of reaching the database from all others, whatever they are wrapped in. */
final class DatabaseLoss {

    /** SQLSTATE of a write on a server that takes none. */
    static final String READ_ONLY = "25006";

    private DatabaseLoss() {}

    /** Whether there was no connection, it broke, the server went away under it, or no primary is there. */
    static boolean in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException e && saysSo(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Classes of PostgreSQL's errors: connection exception, operator intervention, insufficient resources. */
    private static boolean saysSo(@Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("53")
                        || state.equals(READ_ONLY));
    }
}
