package dev.fairlead.replication.sample;

import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.timeline.Answer;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /**
     * Beside that, of one among several writers; names of slots are made of letters, digits and underscores. Conflicts are columns
     * of PostgreSQL 18, and as JSON none of an older one's.
     */
    private static final String OF_WRITERS = QUESTION + """
                   , (select string_agg(concat_ws(' ', slot_name, active, confirmed_flush_lsn), ',')
                        from pg_replication_slots
                       where slot_type = 'logical' and database = current_database() and not temporary
                         and confirmed_flush_lsn is not null),
                   (select string_agg(concat_ws(' ', subslotname, subenabled, coalesce(
                             (select string_agg(substr(key, 7) || '=' || value, '+')
                                from pg_stat_subscription_stats as stats, jsonb_each_text(to_jsonb(stats))
                               where stats.subid = subscription.oid and key like 'confl%'), '')), ',')
                      from pg_subscription as subscription
                     where subdbid = (select oid from pg_database where datname = current_database())
                       and subslotname is not null)
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
    private final boolean ofWriters;
    private long receivedTimeline;

    private MemberConnection(Connection connection, boolean ofWriters) throws SQLException {
        this.connection = connection;
        this.ofWriters = ofWriters;
        this.question = connection.prepareStatement(ofWriters ? OF_WRITERS : QUESTION);
    }

    static MemberConnection open(Target target, Credentials.Login login) throws SQLException {
        Connection connection =
                MemberConnections.open(target.address(), target.databaseName(), login, "fairlead-replication");
        try {
            connection.setReadOnly(true);
            return new MemberConnection(connection, target.topology() == DatabaseSpec.Topology.ACTIVE_ACTIVE);
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
            if (!recovering && ofWriters) {
                return new Answer.Writer(
                        new Branch(system, row.getLong(4)), askedAt, lsn(row, 3), sends(row), receives(row));
            }
            if (!recovering) {
                return new Answer.Primary(new Branch(system, row.getLong(4)), askedAt, lsn(row, 3));
            }
            long received = row.getLong(6);
            receivedTimeline = row.wasNull() ? receivedTimeline : received;
            long timeline = receivedTimeline > 0 ? receivedTimeline : row.getLong(7);
            return new Answer.Replica(new Branch(system, timeline), lsn(row, 5));
        }
    }

    private static List<Answer.Writer.Slot> sends(ResultSet row) throws SQLException {
        return words(row, 8).stream()
                .map(words -> new Answer.Writer.Slot(words[0], words[1].equals("t"), Lsn.parse(words[2])))
                .toList();
    }

    private static List<Answer.Writer.Subscription> receives(ResultSet row) throws SQLException {
        return words(row, 9).stream()
                .map(words -> new Answer.Writer.Subscription(
                        words[0], words[1].equals("t"), words.length > 2 ? conflicts(words[2]) : null))
                .toList();
    }

    private static Map<String, Long> conflicts(String counted) {
        return Arrays.stream(counted.split("\\+"))
                .map(one -> one.split("="))
                .collect(Collectors.toMap(one -> one[0], one -> Long.parseLong(one[1])));
    }

    private static List<String[]> words(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",")).map(one -> one.split(" ")).toList();
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
