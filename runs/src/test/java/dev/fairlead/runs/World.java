package dev.fairlead.runs;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the runs of these tests act upon, shared by all processes: a thing for each step that is there or not. Like
 * whatever is acted upon for real, it rejects an epoch lower than one it has seen, and it keeps a log of all deeds.
 */
final class World {

    private final JdbcClient sql;

    World(JdbcClient sql) {
        this.sql = sql;
    }

    void create() {
        sql.sql("""
                create table thing (run_id text, step text, there boolean, epoch bigint, primary key (run_id, step));
                create table deed (n bigserial primary key, run_id text, epoch bigint, executor text, accepted boolean)
                """).update();
    }

    /** Makes a thing be there or not; false when that came from an executor that has been replaced. */
    boolean set(String runId, String step, boolean there, long epoch, String executor) {
        boolean accepted = sql.sql("""
                                insert into thing values (:run, :step, :there, :epoch)
                                on conflict (run_id, step) do update set there = :there, epoch = :epoch
                                where thing.epoch <= :epoch""")
                        .param("run", runId)
                        .param("step", step)
                        .param("there", there)
                        .param("epoch", epoch)
                        .update()
                == 1;
        sql.sql("insert into deed (run_id, epoch, executor, accepted) values (:run, :epoch, :executor, :accepted)")
                .param("run", runId)
                .param("epoch", epoch)
                .param("executor", executor)
                .param("accepted", accepted)
                .update();
        return accepted;
    }

    boolean there(String runId, String step) {
        return things(runId).contains(step);
    }

    List<String> things(String runId) {
        return sql.sql("select step from thing where run_id = :run and there order by step")
                .param("run", runId)
                .query((row, number) -> row.getString(1))
                .list();
    }

    List<String> executors() {
        return sql.sql("select distinct executor from deed")
                .query((row, number) -> row.getString(1))
                .list();
    }

    List<String> epochsWithTwoExecutors() {
        return sql.sql(
                        "select run_id || ' ' || epoch from deed group by run_id, epoch having count(distinct executor) > 1")
                .query((row, number) -> row.getString(1))
                .list();
    }

    List<String> acceptedDeedsOfReplacedExecutors() {
        return sql.sql("""
                        select run_id || ' ' || epoch from deed d where accepted and exists (
                            select 1 from deed e
                            where e.run_id = d.run_id and e.n < d.n and e.epoch > d.epoch and e.accepted)""").query((row, number) -> row.getString(1)).list();
    }

    int rejectedDeeds(String runId) {
        return sql.sql("select count(*) from deed where run_id = :run and not accepted")
                .param("run", runId)
                .query(Integer.class)
                .single();
    }
}
