package dev.fairlead.replication.takeover;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The clock of the control plane's database, by which write leases end and whatever steps note is dated. An instance whose own
 * clock is minutes wrong, or is set while a run goes on, would otherwise take a lease for ended under which the old primary
 * still writes, or a loss for smaller than it is.
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
