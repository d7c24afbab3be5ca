package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.takeover.rule.AntiFlap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last takeover of each database, after which none begins by itself for a while. */
@Component
final class TakeoverBlocks {

    private final JdbcClient jdbc;

    TakeoverBlocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<AntiFlap.Last> last(DatabaseName database) {
        return jdbc.sql("select run_id, at, acknowledged_by from takeover_block where database = :database")
                .param("database", database.value())
                .query((row, number) -> new AntiFlap.Last(
                        row.getString("run_id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("acknowledged_by")))
                .optional();
    }

    /** Begins the block of a run, anew when it has begun. */
    void begin(DatabaseName database, String run, Instant at) {
        jdbc.sql("""
                        insert into takeover_block (database, run_id, at) values (:database, :run, :at)
                        on conflict (database) do update
                            set run_id = excluded.run_id, at = excluded.at,
                                acknowledged_by = case when takeover_block.run_id = excluded.run_id
                                                       then takeover_block.acknowledged_by end""")
                .param("database", database.value())
                .param("run", run)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Ends the block; false: there never was one. */
    boolean acknowledge(DatabaseName database, String author) {
        return jdbc.sql("update takeover_block set acknowledged_by = :author where database = :database")
                        .param("database", database.value())
                        .param("author", author)
                        .update()
                == 1;
    }
}
