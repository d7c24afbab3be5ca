package dev.fairlead.replication.check.rules;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the role has to be allowed, and nothing else: the only place that says so. */
public enum Right {
    MONITOR(
            Need.WATCH,
            "pg_has_role(current_user, 'pg_monitor', 'USAGE')",
            "grant pg_monitor to %s",
            "see what standbys receive and whom they follow"),
    SEAL(
            Need.TAKEOVER,
            "has_parameter_privilege('primary_conninfo', 'ALTER SYSTEM')",
            "grant alter system on parameter primary_conninfo to %s",
            "detach a standby from a lost primary, nor point it to the new one"),
    RELOAD(
            Need.TAKEOVER,
            "has_function_privilege('pg_catalog.pg_reload_conf()', 'EXECUTE')",
            "grant execute on function pg_catalog.pg_reload_conf() to %s",
            "put changed settings in force"),
    PROMOTE(
            Need.TAKEOVER,
            "has_function_privilege('pg_catalog.pg_promote(boolean, integer)', 'EXECUTE')",
            "grant execute on function pg_catalog.pg_promote(boolean, integer) to %s",
            "make a standby the primary"),
    READ_ONLY(
            Need.AFTERWARDS,
            "has_parameter_privilege('default_transaction_read_only', 'ALTER SYSTEM')",
            "grant alter system on parameter default_transaction_read_only to %s",
            "let new sessions read only before a switchover"),
    END_SESSIONS(
            Need.AFTERWARDS,
            "pg_has_role(current_user, 'pg_signal_backend', 'USAGE')",
            "grant pg_signal_backend to %s",
            "end the sessions of users before a switchover"),
    REPLICATION(
            Need.AFTERWARDS,
            "(select rolreplication or rolsuper from pg_roles where rolname = current_user)",
            "alter role %s replication",
            "make slots on a new primary, nor copy it"),
    CHECKPOINT(
            Need.AFTERWARDS,
            "pg_has_role(current_user, 'pg_checkpoint', 'USAGE')",
            "grant pg_checkpoint to %s",
            "have a new primary write the checkpoint that a rewind needs"),
    REWIND(
            Need.AFTERWARDS,
            """
            has_function_privilege('pg_catalog.pg_ls_dir(text, boolean, boolean)', 'EXECUTE')
            and has_function_privilege('pg_catalog.pg_stat_file(text, boolean)', 'EXECUTE')
            and has_function_privilege('pg_catalog.pg_read_binary_file(text)', 'EXECUTE')
            and has_function_privilege('pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'EXECUTE')
            """,
            "grant execute on function pg_catalog.pg_ls_dir(text, boolean, boolean), pg_catalog.pg_stat_file(text, boolean), "
                    + "pg_catalog.pg_read_binary_file(text), "
                    + "pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) to %s",
            "read what pg_rewind reads of a new primary"),
    COPY(
            Need.AFTERWARDS,
            """
            has_function_privilege('pg_catalog.pg_backup_start(text, boolean)', 'EXECUTE')
            and has_function_privilege('pg_catalog.pg_backup_stop(boolean)', 'EXECUTE')
            """,
            "grant execute on function pg_catalog.pg_backup_start(text, boolean), pg_catalog.pg_backup_stop(boolean) to %s",
            "copy a new primary where pg_basebackup is missing");

    /** When it is missed. */
    enum Need {
        WATCH,
        TAKEOVER,
        /** The database takes writes without it; people do the rest. */
        AFTERWARDS
    }

    private final Need need;
    private final String question;
    private final String grant;
    private final String purpose;

    /**
     * @param question SQL that says whether the role that asks has it
     * @param grant the statement that gives it to a role
     * @param purpose what cannot be done without it, after "may not"
     */
    Right(Need need, String question, String grant, String purpose) {
        this.need = need;
        this.question = question;
        this.grant = grant;
        this.purpose = purpose;
    }

    Need need() {
        return need;
    }

    public String question() {
        return question;
    }

    String purpose() {
        return purpose;
    }

    String grantTo(String role) {
        return grant.formatted(quoted(role));
    }

    /** What makes a role with exactly these rights, to be run by a superuser on the primary. */
    public static List<String> statements(String role) {
        return Stream.concat(
                        Stream.of("create role %s login replication".formatted(quoted(role))),
                        Arrays.stream(values())
                                .filter(right -> right != REPLICATION)
                                .map(right -> right.grantTo(role)))
                .toList();
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
