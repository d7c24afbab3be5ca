package dev.fairlead.replication.takeover;

import dev.fairlead.runs.StepContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asked immediately before a member is acted upon. PostgreSQL knows nothing of epochs, so that the executor has to prove to the
 * control plane's primary that the run is still its own: one that slept while another took over does nothing when it wakes.
 */
@Component
final class EpochGuard {

    private final JdbcClient jdbc;

    EpochGuard(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws IllegalStateException if another executor has taken the run over, or it has ended */
    void require(StepContext<?> context) {
        int rows = jdbc.sql(
                        "update run set updated_at = updated_at where id = :id and epoch = :epoch and ended_at is null")
                .param("id", context.runId())
                .param("epoch", context.epoch())
                .update();
        if (rows != 1) {
            throw new IllegalStateException(
                    "run %s is no longer carried on under epoch %d".formatted(context.runId(), context.epoch()));
        }
    }
}
