package dev.fairlead.replication.takeover;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The clock of the control plane's database, by which whatever steps note is dated. An instance whose own clock is minutes wrong,
 * or is set while a run goes on, would otherwise take a loss for smaller than it is. It may be set itself: nobody waits by it.
 */
@Component
final class SharedClock {

    private final JdbcClient jdbc;

    SharedClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Instant instant() {
        return jdbc.sql("select clock_timestamp() as now")
                .query((row, number) ->
                        row.getObject("now", OffsetDateTime.class).toInstant())
                .single();
    }
}
