package dev.fairlead.replication.sample;

import dev.fairlead.replication.timeline.Answer;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A kept connection to one member, and what is asked over it.
 *
 * <p>A primary's timeline is taken from the name of its current log file: its control file shows the new timeline only when
 * the checkpoint after a takeover is over, which can take minutes. A replica's is the one that its receiver was last given
 * over this connection, because a replica that lost its primary shows none and its control file lags; a server that was
 * rebuilt or rewound in between has closed the connection.
 */
final class MemberConnection implements AutoCloseable {

    private static final String QUESTION = """
            select pg_is_in_recovery(),
                   (select system_identifier from pg_control_system()),
                   case when not pg_is_in_recovery() then pg_current_wal_lsn()::text end,
                   case when not pg_is_in_recovery()
                        then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end,
                   pg_last_wal_replay_lsn()::text,
                   (select received_tli from pg_stat_wal_receiver),
                   (select greatest(timeline_id, min_recovery_end_timeline)
                      from pg_control_checkpoint(), pg_control_recovery())
            """;

    private static final String SLOTS = """
            select slot_name, active, confirmed_flush_lsn::text,
                   pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint
              from pg_replication_slots
             where slot_type = 'logical' and database = current_database() and confirmed_flush_lsn is not null
             order by slot_name
            """;

    private final Connection connection;
    private final PreparedStatement question;
    private long receivedTimeline;

    private MemberConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.question = connection.prepareStatement(QUESTION);
    }

    static MemberConnection open(Target target, Credentials.Login login) throws SQLException {
        Connection connection =
                MemberConnections.open(target.address(), target.databaseName(), login, "fairlead-replication");
        try {
            connection.setReadOnly(true);
            return new MemberConnection(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Reads the member.
     *
     * @param askedAt now: nothing was sent yet
     */
    Answer ask(Instant askedAt) throws SQLException {
        try (ResultSet row = question.executeQuery()) {
            row.next();
            boolean recovering = row.getBoolean(1);
            long system = row.getLong(2);
            if (!recovering) {
                return new Answer.Primary(new Branch(system, row.getLong(4)), askedAt, lsn(row, 3));
            }
            long received = row.getLong(6);
            receivedTimeline = row.wasNull() ? receivedTimeline : received;
            long timeline = receivedTimeline > 0 ? receivedTimeline : row.getLong(7);
            return new Answer.Replica(new Branch(system, timeline), lsn(row, 5));
        }
    }

    /** The logical slots of this database, asked of its primary. */
    List<Slot> slots() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SLOTS);
                ResultSet row = statement.executeQuery()) {
            List<Slot> all = new ArrayList<>();
            while (row.next()) {
                all.add(new Slot(row.getString(1), row.getBoolean(2), lsn(row, 3), Math.max(0, row.getLong(4))));
            }
            return all;
        }
    }

    /** @param confirmed up to where the subscriber has all */
    record Slot(String name, boolean active, Lsn confirmed, long bytesBehind) {}

    private static Lsn lsn(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw new SQLException("it shows no log position yet");
        }
        return Lsn.parse(text);
    }

    /** Breaks off whatever is under way. */
    @Override
    public void close() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close a connection", e);
        }
    }
}
