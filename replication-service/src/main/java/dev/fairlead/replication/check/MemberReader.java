package dev.fairlead.replication.check;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.check.rules.Reading;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.check.rules.ServerFacts;
import dev.fairlead.replication.check.rules.ServerFacts.Logical;
import dev.fairlead.replication.check.rules.ServerFacts.Role;
import dev.fairlead.replication.check.rules.ServerFacts.Sequence;
import dev.fairlead.replication.check.rules.ServerFacts.Server;
import dev.fairlead.replication.check.rules.ServerFacts.Settings;
import dev.fairlead.replication.check.rules.ServerFacts.Slot;
import dev.fairlead.replication.check.rules.ServerFacts.Standby;
import dev.fairlead.replication.check.rules.ServerFacts.Subscription;
import dev.fairlead.replication.check.rules.ServerFacts.Version;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.MemberConnections;
import dev.fairlead.replication.timeline.Branch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a member what it is and how it is set up, over a connection for this once. PostgreSQL 15 and later tell all of it. */
final class MemberReader {

    private static final int FIRST_VERSION_WITH_GRANTS = 150_000;

    private static final String SERVER = """
            select pg_is_in_recovery(),
                   exists (select from pg_stat_wal_receiver),
                   (select system_identifier from pg_control_system()),
                   case when pg_is_in_recovery()
                        then coalesce((select received_tli from pg_stat_wal_receiver),
                                      (select greatest(timeline_id, min_recovery_end_timeline)
                                         from pg_control_checkpoint(), pg_control_recovery()))::bigint
                        else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end,
                   current_setting('server_version_num')::int,
                   split_part(current_setting('server_version'), ' ', 1)
            """;

    private static final String ROLE = "select rolname, rolsuper from pg_roles where rolname = current_user";

    /** Whoever may read {@code primary_conninfo} may read the password in it, so that it stays where it is. */
    private static final String SETTINGS = """
            select name,
                   case name when 'primary_conninfo' then (setting <> '')::text else setting end,
                   source = 'command line'
              from pg_settings
             where name in ('wal_level', 'wal_receiver_timeout', 'wal_sender_timeout', 'max_slot_wal_keep_size',
                            'synchronous_standby_names', 'synchronous_commit', 'wal_log_hints', 'data_checksums',
                            'default_transaction_read_only', 'allow_alter_system', 'track_commit_timestamp', 'primary_conninfo')
            """;

    private static final String WEAK_COMMITS = """
            select concat_ws(' in ', 'role ' || r.rolname, 'database ' || d.datname) || ' has ' || setting
              from pg_db_role_setting s
              left join pg_roles r on r.oid = s.setrole
              left join pg_database d on d.oid = s.setdatabase,
                   unnest(s.setconfig) as setting
             where setting ~* '^synchronous_commit=(off|local)$'
             order by 1
            """;

    private static final String SLOTS = """
            select slot_name, slot_type = 'physical', active, coalesce(wal_status, 'none'),
                   pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end,
                                   restart_lsn)::bigint
              from pg_replication_slots
             where not temporary
             order by 1
            """;

    private static final String STANDBYS = """
            select application_name, slot_type is not null
              from pg_stat_replication
              left join pg_replication_slots on active_pid = pid
             where state is distinct from 'backup' and slot_type is distinct from 'logical'
             order by 1
            """;

    private static final String SUBSCRIPTIONS = """
            select subname, coalesce(subslotname, ''), subenabled, suborigin
              from pg_subscription
             where subdbid = (select oid from pg_database where datname = current_database())
             order by 1
            """;

    /** Each published table, and whether its rows can be named by others. */
    private static final String PUBLISHED = """
            select format('%I.%I', schemaname, tablename),
                   bool_or(relreplident = 'f'
                           or relreplident = 'd' and exists (select from pg_index where indrelid = c.oid and indisprimary)
                           or relreplident = 'i' and exists (select from pg_index where indrelid = c.oid and indisreplident))
              from pg_publication_tables
              join pg_class c on c.oid = format('%I.%I', schemaname, tablename)::regclass
             group by 1
             order by 1
            """;

    private static final String SEQUENCES = """
            select format('%I.%I', n.nspname, c.relname), seqstart, seqincrement, seqmin, seqmax
              from pg_sequence s
              join pg_class c on c.oid = s.seqrelid
              join pg_namespace n on n.oid = c.relnamespace
             where c.relpersistence <> 't'
             order by 1
            """;

    private static final int FIRST_VERSION_WITH_ORIGIN = 160_000;

    private final DatabaseSpec spec;
    private final Credentials credentials;

    MemberReader(DatabaseSpec spec, Credentials credentials) {
        this.spec = spec;
        this.credentials = credentials;
    }

    Reading read(EndpointAddress address) {
        try (Connection connection = MemberConnections.open(
                        address, spec.databaseName(), credentials.login(spec.credentials()), "fairlead-check");
                Statement statement = connection.createStatement()) {
            Server server = server(statement);
            return new ServerFacts(
                    server,
                    role(statement, server.version()),
                    settings(statement),
                    slots(statement),
                    standbys(statement),
                    logical(statement, server.version()));
        } catch (SQLException | IOException e) {
            String message = String.valueOf(e.getMessage());
            return new Reading.Unread(message.lines().findFirst().orElse(message));
        }
    }

    private static Server server(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            return new Server(
                    row.getBoolean(1),
                    row.getBoolean(2),
                    new Branch(row.getLong(3), row.getLong(4)),
                    new Version(row.getInt(5), row.getString(6)));
        }
    }

    private static Role role(Statement statement, Version version) throws SQLException {
        Set<Right> rights =
                version.number() < FIRST_VERSION_WITH_GRANTS ? EnumSet.noneOf(Right.class) : rights(statement);
        try (ResultSet row = statement.executeQuery(ROLE)) {
            row.next();
            return new Role(row.getString(1), row.getBoolean(2), rights);
        }
    }

    private static Set<Right> rights(Statement statement) throws SQLException {
        String questions =
                Arrays.stream(Right.values()).map(Right::question).collect(Collectors.joining(", ", "select ", ""));
        Set<Right> rights = EnumSet.noneOf(Right.class);
        try (ResultSet row = statement.executeQuery(questions)) {
            row.next();
            for (Right right : Right.values()) {
                if (row.getBoolean(right.ordinal() + 1)) {
                    rights.add(right);
                }
            }
        }
        return rights;
    }

    private static Settings settings(Statement statement) throws SQLException {
        Map<String, String> values = new HashMap<>();
        Set<String> fixed = new HashSet<>();
        try (ResultSet row = statement.executeQuery(SETTINGS)) {
            while (row.next()) {
                values.put(row.getString(1), row.getString(2));
                if (row.getBoolean(3)) {
                    fixed.add(row.getString(1));
                }
            }
        }
        List<String> weakCommits = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(WEAK_COMMITS)) {
            while (row.next()) {
                weakCommits.add(row.getString(1));
            }
        }
        return new Settings(values, fixed, weakCommits);
    }

    private static List<Slot> slots(Statement statement) throws SQLException {
        List<Slot> slots = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(SLOTS)) {
            while (row.next()) {
                slots.add(new Slot(
                        row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4), row.getLong(5)));
            }
        }
        return slots;
    }

    private Logical logical(Statement statement, Version version) throws SQLException {
        List<Subscription> subscriptions = new ArrayList<>();
        List<String> published = new ArrayList<>();
        List<String> unidentified = new ArrayList<>();
        List<Sequence> sequences = new ArrayList<>();
        if (spec.everyMemberWrites() && version.number() >= FIRST_VERSION_WITH_ORIGIN) {
            try (ResultSet row = statement.executeQuery(SUBSCRIPTIONS)) {
                while (row.next()) {
                    subscriptions.add(
                            new Subscription(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(PUBLISHED)) {
                while (row.next()) {
                    published.add(row.getString(1));
                    if (!row.getBoolean(2)) {
                        unidentified.add(row.getString(1));
                    }
                }
            }
            try (ResultSet row = statement.executeQuery(SEQUENCES)) {
                while (row.next()) {
                    sequences.add(new Sequence(
                            row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
                }
            }
        }
        return new Logical(subscriptions, published, unidentified, sequences);
    }

    private static List<Standby> standbys(Statement statement) throws SQLException {
        List<Standby> standbys = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(STANDBYS)) {
            while (row.next()) {
                standbys.add(new Standby(row.getString(1), row.getBoolean(2)));
            }
        }
        return standbys;
    }
}
