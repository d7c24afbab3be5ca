package dev.fairlead.replication.takeover.member;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.local.LostLog.RelationFile;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.MemberConnections;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to one member, and what is asked and ordered over it. Each order can be repeated. */
public final class MemberSession implements AutoCloseable {

    /** More than taking over may take. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final int TAKE_OVER_SECONDS = 5;

    /**
     * A standby that was restarted while sealed has no received position of its own: what it replayed it has too. Its
     * timeline is that of its receiver, and without one that of its control file.
     */
    private static final String STATE = """
            select pg_is_in_recovery(),
                   (select system_identifier from pg_control_system()),
                   case when not pg_is_in_recovery() then pg_current_wal_lsn()::text end,
                   case when not pg_is_in_recovery()
                        then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end,
                   greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::text,
                   (select greatest(timeline_id, min_recovery_end_timeline)
                      from pg_control_checkpoint(), pg_control_recovery()),
                   receiver.received_tli,
                   receiver.status,
                   (extract(epoch from clock_timestamp() - receiver.last_msg_receipt_time) * 1000)::bigint
              from (select) as one left join pg_stat_wal_receiver as receiver on true
            """;

    private final Connection connection;

    private MemberSession(Connection connection) {
        this.connection = connection;
    }

    static MemberSession open(EndpointAddress address, String databaseName, Credentials.Login login)
            throws SQLException {
        return new MemberSession(MemberConnections.open(address, databaseName, login, "fairlead-takeover", ANSWER));
    }

    /** What the member is now. */
    public MemberState state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            long system = row.getLong(2);
            if (!row.getBoolean(1)) {
                return new MemberState.Primary(new Branch(system, row.getLong(4)), position(row.getString(3)));
            }
            long received = row.getLong(7);
            long timeline = row.wasNull() ? row.getLong(6) : received;
            String status = row.getString(8);
            MemberState.Receiver receiver =
                    status == null ? null : new MemberState.Receiver(status, Duration.ofMillis(row.getLong(9)));
            return new MemberState.Standby(new Branch(system, timeline), position(row.getString(5)), receiver);
        }
    }

    private static Lsn position(@Nullable String text) throws SQLException {
        if (text == null) {
            throw new SQLException("it shows no log position yet");
        }
        return Lsn.parse(text);
    }

    /** A setting as it is now; empty when there is none of that name. */
    public String setting(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?, true)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String value = row.getString(1);
                return value == null ? "" : value;
            }
        }
    }

    /** Detaches the standby from its primary, which then waits in vain for its acknowledgement. */
    public void seal() throws SQLException {
        set("primary_conninfo", "");
    }

    /** Attaches the standby to a primary. */
    public void follow(Conninfo primary) throws SQLException {
        set("primary_conninfo", primary.text());
    }

    /** Changes a setting of the server for good, and lets it be read. */
    public void set(String name, String value) throws SQLException {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new SQLException("%s would hold a line break".formatted(name));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter system set %s = E'%s'"
                    .formatted(name, value.replace("\\", "\\\\").replace("'", "''")));
            reload(statement);
        }
    }

    /** Takes a setting back that was changed for good. */
    public void reset(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter system reset " + name);
            reload(statement);
        }
    }

    private static void reload(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_reload_conf()")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new SQLException("it does not read its settings again");
            }
        }
    }

    /** Makes the standby the primary; waits some seconds for it. */
    public void takeOver() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_promote(true, ?)")) {
            statement.setInt(1, TAKE_OVER_SECONDS);
            statement.execute();
        }
    }

    /**
     * Writes something that no table shows and that goes through the log like any commit. It waits for no standby: that there
     * are none yet must not hang it.
     */
    public void testWrite() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction read write");
            statement.execute("set local synchronous_commit = local");
            statement.execute("select pg_logical_emit_message(true, 'fairlead', 'test write')");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The {@code application_name} of each standby that streams from this primary; one that still starts does not count. */
    public Set<String> streaming() throws SQLException {
        return names("select application_name from pg_stat_replication where state = 'streaming'");
    }

    private Set<String> names(String sql) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** The standbys that commits on this primary wait for, all of them or some. */
    public Set<String> waitedFor() throws SQLException {
        return names(
                "select application_name from pg_stat_replication where sync_state in ('sync', 'quorum', 'potential')");
    }

    /** The standbys that this primary sends its log to, also those far behind; one that left its history is none of them. */
    public Set<String> attached() throws SQLException {
        return names("select application_name from pg_stat_replication where state in ('catchup', 'streaming')");
    }

    /** Of all databases of the server. */
    public long bytes() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(pg_database_size(oid))::bigint from pg_database")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The names of tables of this database, by their files; of those that it has. */
    public Map<RelationFile, String> tables(Set<RelationFile> files) throws SQLException {
        Map<RelationFile, String> names = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select pg_filenode_relation(cast(? as oid), cast(? as oid))::text
                 where cast(? as oid) = (select oid from pg_database where datname = current_database())
                """)) {
            for (RelationFile file : files) {
                statement.setLong(1, file.tablespace());
                statement.setLong(2, file.number());
                statement.setLong(3, file.database());
                try (ResultSet row = statement.executeQuery()) {
                    String name = row.next() ? row.getString(1) : null;
                    if (name != null) {
                        names.put(file, name);
                    }
                }
            }
        }
        return names;
    }

    /** Makes a slot for a standby unless there is one of that name. */
    public void createSlot(String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select pg_create_physical_replication_slot(?, true)
                 where not exists (select from pg_replication_slots where slot_name = ?)
                """)) {
            statement.setString(1, slot);
            statement.setString(2, slot);
            statement.execute();
        }
    }

    /** Has the control file show the timeline, by which a rewind goes. */
    public void checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** Ends the sessions of users in all databases, superusers' excepted; they get an error and never a success. */
    public int endSessions() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                         where backend_type = 'client backend' and pid <> pg_backend_pid()
                           and usename is distinct from current_user
                           and usesysid not in (select oid from pg_roles where rolsuper)
                        """)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Ends the connection without waiting for what is under way. */
    @Override
    public void close() throws SQLException {
        connection.abort(Runnable::run);
    }
}
