package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.service.problem.Problem;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The highest epoch in which each run asked for anything. An executor that froze and woke up after another took its run over can
 * neither place a drain nor end one, also where the other has ended it meanwhile.
 */
@Component
class RunEpochs {

    /** Longer than any executor sleeps. */
    private static final int KEPT_DAYS = 30;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    RunEpochs(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes the epoch and refuses a lower one; part of the transaction of what is asked. Epochs are kept for
     * {@value #KEPT_DAYS} days after the run asked last.
     *
     * @param run absent: an operator asks, whom nobody overtakes
     */
    void admit(@Nullable String run, @Nullable Long epoch) {
        if (run == null && epoch == null) {
            return;
        }
        if (run == null || epoch == null || run.isBlank() || run.length() > 100) {
            throw Problem.invalid(
                    "INVALID_RUN", "", "%s and %s stand together".formatted(RunHeaders.RUN, RunHeaders.EPOCH));
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("delete from run_epoch where heard_at < ?")
                .param(now.minusDays(KEPT_DAYS))
                .update();
        int rows = jdbc.sql("""
                        insert into run_epoch (run_id, epoch, heard_at) values (?, ?, ?)
                        on conflict (run_id) do update set epoch = excluded.epoch, heard_at = excluded.heard_at
                        where run_epoch.epoch <= excluded.epoch
                        """).params(run, epoch, now).update();
        if (rows == 0) {
            throw Problem.conflict(
                    "OVERTAKEN",
                    "run %s goes on under a higher epoch than %d: another executor has it".formatted(run, epoch));
        }
    }
}
