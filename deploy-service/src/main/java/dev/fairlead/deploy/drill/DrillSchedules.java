package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.deploy.DrillScheduleSpec;
import dev.fairlead.service.json.LenientJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The stored schedules. Each write is one statement that only touches the generation that its caller saw. */
@Component
class DrillSchedules {

    private final JdbcClient sql;
    private final JsonMapper json;

    DrillSchedules(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = LenientJson.of(json);
    }

    List<DrillSchedule> all() {
        return sql.sql("select * from drill_schedule order by name")
                .query((row, number) -> schedule(row))
                .list();
    }

    Optional<DrillSchedule> find(String name) {
        return sql.sql("select * from drill_schedule where name = :name")
                .param("name", name)
                .query((row, number) -> schedule(row))
                .optional();
    }

    /** False: somebody else stored one meanwhile. */
    boolean insert(String name, DrillScheduleSpec spec) {
        return sql.sql("""
                        insert into drill_schedule (name, generation, spec) values (:name, 1, :spec::jsonb)
                        on conflict do nothing""")
                        .param("name", name)
                        .param("spec", json.writeValueAsString(spec))
                        .update()
                == 1;
    }

    /** False: it is not of that generation any more. */
    boolean update(String name, long generation, DrillScheduleSpec spec) {
        return sql.sql("""
                        update drill_schedule set generation = generation + 1, spec = :spec::jsonb, refusal = null,
                               refused_at = null
                        where name = :name and generation = :generation""")
                        .param("name", name)
                        .param("generation", generation)
                        .param("spec", json.writeValueAsString(spec))
                        .update()
                == 1;
    }

    /** False: it is not of that generation any more. */
    boolean delete(String name, long generation) {
        return sql.sql("delete from drill_schedule where name = :name and generation = :generation")
                        .param("name", name)
                        .param("generation", generation)
                        .update()
                == 1;
    }

    void refused(String name, String reason, Instant at) {
        sql.sql("update drill_schedule set refusal = :reason, refused_at = :at where name = :name")
                .param("name", name)
                .param("reason", reason)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void begun(String name) {
        sql.sql("update drill_schedule set refusal = null, refused_at = null where name = :name")
                .param("name", name)
                .update();
    }

    private DrillSchedule schedule(ResultSet row) throws SQLException {
        String refusal = row.getString("refusal");
        OffsetDateTime refusedAt = row.getObject("refused_at", OffsetDateTime.class);
        return new DrillSchedule(
                row.getString("name"),
                row.getLong("generation"),
                json.readValue(row.getString("spec"), DrillScheduleSpec.class),
                refusal == null ? null : new DrillSchedule.Status(refusal, refusedAt.toInstant()));
    }
}
