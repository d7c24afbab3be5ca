package dev.fairlead.cli;

import dev.fairlead.cli.Table.Column;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What was found of a database's servers, and the role that they need, as an operator reads and runs it. */
final class DatabaseText {

    private static final List<Column> FINDINGS = List.of(
            Column.of("SEVERITY", "/severity"),
            Column.of("CODE", "/code"),
            Column.of("DATA-CENTER", "/dataCenter"),
            Column.of("FINDING", "/text"));

    /** As the replication-service asks for; {@code examples/database-role.sql} holds both to the same. */
    private static final String ROLE = """
            -- The role by which Fairlead watches a database and moves its primary. As a superuser, on the primary: standbys get it from there.
            -- Then give it a password (\\password) and let it in, to the database and for replication, in each server's pg_hba.conf.
            create role ROLE login replication;
            grant pg_monitor to ROLE;
            grant alter system on parameter primary_conninfo to ROLE;
            grant execute on function pg_catalog.pg_reload_conf() to ROLE;
            grant execute on function pg_catalog.pg_promote(boolean, integer) to ROLE;
            grant alter system on parameter default_transaction_read_only to ROLE;
            grant pg_signal_backend to ROLE;
            grant pg_checkpoint to ROLE;
            grant execute on function pg_catalog.pg_ls_dir(text, boolean, boolean), pg_catalog.pg_stat_file(text, boolean), \
            pg_catalog.pg_read_binary_file(text), pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) to ROLE;
            grant execute on function pg_catalog.pg_backup_start(text, boolean), pg_catalog.pg_backup_stop(boolean) to ROLE;
            """;

    private DatabaseText() {}

    static String ofCheck(JsonNode check) {
        StringBuilder text = new StringBuilder(Table.of(FINDINGS, check.path("findings")));
        List<JsonNode> mended = findings(check)
                .filter(finding -> finding.hasNonNull("statement"))
                .toList();
        if (!mended.isEmpty()) {
            text.append("%nWhat mends it, as a superuser of each server; settings act after select pg_reload_conf():%n"
                    .formatted());
            mended.forEach(finding -> text.append("-- %s%n%s;%n"
                    .formatted(Json.cell(finding.path("dataCenter")), Json.cell(finding.path("statement")))));
        }
        return text.toString();
    }

    static boolean failed(JsonNode check) {
        return findings(check)
                .anyMatch(finding -> Json.text(finding, "/severity").equals("error"));
    }

    /** SQL for a role of that name. */
    static String role(String name) {
        return ROLE.replace("ROLE", '"' + name.replace("\"", "\"\"") + '"');
    }

    private static Stream<JsonNode> findings(JsonNode check) {
        return StreamSupport.stream(check.path("findings").spliterator(), false);
    }
}
