package dev.fairlead.benchmarks.lag;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalDouble;

/** What is usually taken for the lag of the western standby, in milliseconds. */
enum Shortcut {
    REPLAY_LAG(
            "replay_lag of pg_stat_replication",
            true,
            "select max(extract(epoch from replay_lag) * 1000) from pg_stat_replication where application_name = 'west'"),
    SINCE_LAST_REPLAYED(
            "now() - pg_last_xact_replay_timestamp()",
            false,
            "select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000"),
    NONE_WHEN_ALL_REPLAYED("the same, 0 when receive = replay", false, """
            select case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                        else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 end
            """);

    private final String label;
    private final boolean askedOfPrimary;
    private final String question;

    Shortcut(String label, boolean askedOfPrimary, String question) {
        this.label = label;
        this.askedOfPrimary = askedOfPrimary;
        this.question = question;
    }

    String label() {
        return label;
    }

    /** Empty: it has no value now. */
    OptionalDouble ask(Connection primary, Connection west) throws SQLException {
        Connection asked = askedOfPrimary ? primary : west;
        try (PreparedStatement statement = asked.prepareStatement(question);
                ResultSet row = statement.executeQuery()) {
            row.next();
            double ms = row.getDouble(1);
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(ms);
        }
    }
}
