package dev.fairlead.service.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** A primary that became read-only under its connections is none any more: the pool lets go of them. Made by Hikari. */
public final class ReadOnlyEviction implements SQLExceptionOverride {

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return DatabaseLoss.READ_ONLY.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
