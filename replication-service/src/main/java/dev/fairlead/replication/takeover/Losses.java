package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.service.json.LenientJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What was lost by each move whose old primary was rebuilt by this service. It is told once, and again after a kill. */
@Component
final class Losses {

    private static final int NEWEST = 100;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Losses(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = LenientJson.of(json);
    }

    void tell(LostWrites lost) {
        jdbc.sql("""
                        insert into lost_writes (run_id, database, found_at, report)
                        values (:run, :database, :at, :report::jsonb)
                        on conflict (run_id) do update set found_at = excluded.found_at, report = excluded.report""")
                .param("run", lost.run())
                .param("database", lost.database().value())
                .param("at", lost.foundAt().atOffset(ZoneOffset.UTC))
                .param("report", json.writeValueAsString(lost))
                .update();
    }

    Optional<LostWrites> of(String run) {
        return jdbc.sql("select report::text from lost_writes where run_id = :run")
                .param("run", run)
                .query(this::read)
                .optional();
    }

    /** The newest first. */
    List<LostWrites> of(DatabaseName database) {
        return jdbc.sql("""
                        select report::text from lost_writes
                         where database = :database order by found_at desc limit :limit""")
                .param("database", database.value())
                .param("limit", NEWEST)
                .query(this::read)
                .list();
    }

    private LostWrites read(ResultSet row, int number) throws SQLException {
        return json.readValue(row.getString(1), LostWrites.class);
    }
}
