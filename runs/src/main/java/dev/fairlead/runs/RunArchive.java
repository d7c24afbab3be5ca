package dev.fairlead.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads runs, and how long their steps usually take. */
final class RunArchive {

    private static final TypeReference<Map<String, String>> OUTPUT = new TypeReference<>() {};

    private final JdbcClient sql;
    private final JsonMapper json;

    RunArchive(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    Optional<StoredRun> find(String id) {
        return read("where id = :id", Map.of("id", id)).stream().findFirst();
    }

    /** The run, unless another executor has taken it over since that epoch. */
    Optional<StoredRun> find(String id, long epoch) {
        return read("where id = :id and epoch = :epoch", Map.of("id", id, "epoch", epoch)).stream()
                .findFirst();
    }

    /** The newest first. */
    List<StoredRun> list(String kind, int limit) {
        return read("where kind = :kind order by created_at desc limit :limit", Map.of("kind", kind, "limit", limit));
    }

    /** Those started before that moment, the newest first. */
    List<StoredRun> list(String kind, Instant before, int limit) {
        return read(
                "where kind = :kind and created_at < :before order by created_at desc limit :limit",
                Map.of("kind", kind, "before", before.atOffset(ZoneOffset.UTC), "limit", limit));
    }

    List<StoredRun> list(int limit) {
        return read("order by created_at desc limit :limit", Map.of("limit", limit));
    }

    Optional<String> running(String group, String subject) {
        return sql.sql("select id from run where exclusion = :group and subject = :subject and ended_at is null")
                .param("group", group)
                .param("subject", subject)
                .query(String.class)
                .optional();
    }

    /** How many have not ended, by kind and state. */
    Map<String, Map<RunState, Integer>> open() {
        Map<String, Map<RunState, Integer>> open = new HashMap<>();
        sql.sql("select kind, state, count(*) from run where ended_at is null group by kind, state")
                .query(row -> {
                    open.computeIfAbsent(row.getString(1), absent -> new EnumMap<>(RunState.class))
                            .put(RunState.valueOf(row.getString(2)), row.getInt(3));
                });
        return open;
    }

    Optional<StoredRun> byRequestKey(String kind, String key) {
        return read("where kind = :kind and request_key = :key", Map.of("kind", kind, "key", key)).stream()
                .findFirst();
    }

    /** Third quartile of the durations of the steps that were done, by step name; from three on it counts as usual. */
    Map<String, Duration> usual(String kind) {
        return sql
                .sql("""
                        select s.name,
                               percentile_cont(0.75) within group
                                   (order by extract(epoch from s.ended_at - s.started_at)) * 1000 as ms
                        from run_step s join run r on r.id = s.run_id
                        where r.kind = :kind and s.state = 'DONE'
                        group by s.name having count(*) >= 3""")
                .param("kind", kind)
                .query((row, number) -> Map.entry(row.getString("name"), Duration.ofMillis(row.getLong("ms"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<StoredRun> read(String where, Map<String, Object> params) {
        List<StoredRun> bare = sql.sql("select * from run " + where)
                .params(params)
                .query((row, number) -> run(row))
                .list();
        if (bare.isEmpty()) {
            return List.of();
        }
        Map<String, List<RunStep>> steps = sql
                .sql("select * from run_step where run_id in (:ids) order by sequence")
                .param("ids", bare.stream().map(StoredRun::id).toList())
                .query((row, number) -> Map.entry(row.getString("run_id"), step(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return bare.stream()
                .map(run -> run.with(steps.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private static StoredRun run(ResultSet row) throws SQLException {
        Run run = new Run(
                row.getLong("epoch"),
                RunState.valueOf(row.getString("state")),
                row.getString("message"),
                row.getString("turned_back"),
                question(row),
                commands(row),
                List.of());
        return new StoredRun(
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("input"),
                row.getString("reason"),
                row.getString("author"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"),
                run);
    }

    private static @Nullable Question question(ResultSet row) throws SQLException {
        String text = row.getString("question_text");
        return text == null ? null : new Question(row.getInt("question"), row.getInt("question_step"), text);
    }

    private static Commands commands(ResultSet row) throws SQLException {
        String aborting = row.getString("abort_author");
        String approving = row.getString("approval_author");
        return new Commands(
                row.getString("paused_by"),
                aborting == null ? null : new Commands.Abort(aborting, row.getInt("abort_question")),
                approving == null ? null : new Approval(row.getInt("approval_question"), approving));
    }

    private RunStep step(ResultSet row) throws SQLException {
        return new RunStep(
                row.getInt("sequence"),
                new PlannedStep(
                        row.getString("name"),
                        row.getString("target"),
                        Duration.ofMillis(row.getLong("timeout_ms")),
                        WayBack.valueOf(row.getString("way_back"))),
                StepState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getLong("epoch"),
                instant(row, "started_at"),
                instant(row, "since"),
                instant(row, "ended_at"),
                row.getString("message"),
                json.readValue(row.getString("output"), OUTPUT));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
