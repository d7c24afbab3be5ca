package dev.fairlead.runs;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes runs. Whoever executes a run writes only under the epoch it took: an executor that was paused while another
 * took over changes no row any more.
 */
final class RunStore {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RunStore(JdbcClient sql, TransactionTemplate transaction, JsonMapper json) {
        this.sql = sql;
        this.transaction = transaction;
        this.json = json;
    }

    /** Stores a new run and calls {@code stored} in the same transaction; empty: another run stands in the way. */
    <I> Optional<String> insert(RunKind<I> kind, RunOrder<I> order, Instant now, Consumer<String> stored) {
        return Optional.ofNullable(transaction.execute(status -> {
            String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 52, 1L << 53), 36);
            Run run = Run.of(kind.plan(order.input()));
            int rows = sql.sql("""
                            insert into run (id, kind, exclusion, subject, input, reason, author, request_key, created_at,
                                             state, message, updated_at)
                            values (:id, :kind, :exclusion, :subject, :input::jsonb, :reason, :author, :key, :now,
                                    :state, :message, :now)
                            on conflict do nothing""")
                    .param("id", id)
                    .param("kind", kind.name())
                    .param("exclusion", kind.group())
                    .param("subject", order.subject())
                    .param("input", json.writeValueAsString(order.input()))
                    .param("reason", order.reason())
                    .param("author", order.author())
                    .param("key", order.requestKey())
                    .param("now", time(now))
                    .param("state", run.state().name())
                    .param("message", run.message())
                    .update();
            if (rows == 0) {
                return null;
            }
            run.steps().forEach(step -> insert(id, step));
            stored.accept(id);
            return id;
        }));
    }

    private void insert(String id, RunStep step) {
        sql.sql("""
                        insert into run_step (run_id, sequence, name, target, timeout_ms, way_back, state, attempt, epoch,
                                              message, output)
                        values (:id, :sequence, :name, :target, :timeout, :wayBack, :state, 0, 0, '', '{}')""")
                .param("id", id)
                .param("sequence", step.sequence())
                .param("name", step.planned().name())
                .param("target", step.planned().target())
                .param("timeout", step.planned().timeout().toMillis())
                .param("wayBack", step.planned().wayBack().name())
                .param("state", step.state().name())
                .update();
    }

    /** Takes a run over from whoever had it; empty when it has ended. */
    OptionalLong take(String id) {
        return sql.sql("update run set epoch = epoch + 1 where id = :id and ended_at is null returning epoch")
                .param("id", id)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Writes what changed; false, and nothing written, when another executor has taken the run over. */
    boolean save(String id, Run before, Run after, Instant now) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Question question = after.question();
            int rows = sql.sql("""
                            update run set state = :state, message = :message, turned_back = :turnedBack,
                                   question = :question, question_step = :questionStep, question_text = :questionText,
                                   updated_at = :now, ended_at = :ended
                            where id = :id and epoch = :epoch and ended_at is null""")
                    .param("id", id)
                    .param("epoch", after.epoch())
                    .param("state", after.state().name())
                    .param("message", after.message())
                    .param("turnedBack", after.turnedBack())
                    .param("question", question == null ? null : question.number(), Types.INTEGER)
                    .param("questionStep", question == null ? null : question.step(), Types.INTEGER)
                    .param("questionText", question == null ? null : question.text())
                    .param("now", time(now))
                    .param("ended", after.state().ended() ? time(now) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                    .update();
            if (rows == 1) {
                after.steps().stream()
                        .filter(step -> !before.steps().contains(step))
                        .forEach(step -> update(id, step));
            }
            return rows == 1;
        }));
    }

    private void update(String id, RunStep step) {
        sql.sql("""
                        update run_step set state = :state, attempt = :attempt, epoch = :epoch, started_at = :started,
                               since = :since, ended_at = :ended, message = :message, output = :output::jsonb
                        where run_id = :id and sequence = :sequence""")
                .param("id", id)
                .param("sequence", step.sequence())
                .param("state", step.state().name())
                .param("attempt", step.attempt())
                .param("epoch", step.epoch())
                .param("started", time(step.started()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("since", time(step.since()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("ended", time(step.ended()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("message", step.message())
                .param("output", json.writeValueAsString(step.output()))
                .update();
    }

    boolean pause(String id, String author) {
        return command(id, "paused_by = :author", author);
    }

    boolean resume(String id) {
        return command(id, "paused_by = :author", null);
    }

    boolean abort(String id, String author) {
        return command(id, "abort_author = :author, abort_question = coalesce(question, 0)", author);
    }

    /** Approves the question of that number; false when the run asks another one by now, or none. */
    boolean approve(String id, String author, int question) {
        return sql.sql("""
                        update run set approval_author = :author, approval_question = :question
                        where id = :id and ended_at is null and question = :question
                          and approval_question is distinct from :question""")
                        .param("id", id)
                        .param("author", author)
                        .param("question", question)
                        .update()
                == 1;
    }

    private boolean command(String id, String change, @Nullable String author) {
        return sql.sql("update run set " + change + " where id = :id and ended_at is null")
                        .param("id", id)
                        .param("author", author)
                        .update()
                == 1;
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
