package dev.fairlead.traffic.arrival;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.ObservedShare;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What each reporter counted, in the database that all regions share: so all come to the same shares. A part is a rate that fades
 * while nothing is told; how many requests it still counts for is what that rate would have brought in one mean life.
 */
@Component
class ArrivalParts {

    private static final int HALF_LIFE_S = 120;

    /** A reporter that was silent for so long has nothing left that counts. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** When there are more, those that were silent the longest are forgotten. */
    private static final int MOST_PARTS = 100_000;

    /** The same for all replicas, or two of them might wait for each other. */
    private static final Comparator<ArrivalSample> ORDER = Comparator.comparing(ArrivalSample::application)
            .thenComparing(ArrivalSample::dataCenter)
            .thenComparing(ArrivalSample::reporter)
            .thenComparing(ArrivalSample::since);

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;

    ArrivalParts(JdbcClient jdbc, NamedParameterJdbcOperations batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Only what is later than all that the reporter told before counts. */
    void add(List<ArrivalSample> samples, Instant now) {
        batches.batchUpdate(
                """
                insert into arrival_part as old (application, data_center, reporter, since, ms, requests, per_second, at)
                select :application, :dataCenter, :reporter, :since, :ms, :requests,
                  :requests * 1000.0 / :ms * (1 - left_after(:ms / 1000.0, :halfLife)), :now
                where exists (select from application where name = :application)
                  and exists (select from data_center where name = :dataCenter)
                on conflict (application, data_center, reporter) do update set
                  since = excluded.since,
                  ms = excluded.ms,
                  requests = excluded.requests,
                  per_second = old.per_second * left_after(extract(epoch from excluded.at - old.at), :halfLife)
                    + case when excluded.since = old.since
                      then greatest(0, excluded.requests - old.requests) * 1000.0 / (excluded.ms - old.ms)
                        * (1 - left_after((excluded.ms - old.ms) / 1000.0, :halfLife))
                      else excluded.per_second end,
                  at = greatest(old.at, excluded.at)
                where (excluded.since = old.since and excluded.ms > old.ms)
                  or excluded.since >= old.since + old.ms * interval '1 ms'
                """,
                samples.stream().sorted(ORDER).map(sample -> row(sample, now)).toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource row(ArrivalSample sample, Instant now) {
        return new MapSqlParameterSource()
                .addValue("application", sample.application().value())
                .addValue("dataCenter", sample.dataCenter().value())
                .addValue("reporter", sample.reporter())
                .addValue("since", at(sample.since()))
                .addValue("ms", sample.forMs())
                .addValue("requests", sample.requests())
                .addValue("now", at(now))
                .addValue("halfLife", HALF_LIFE_S);
    }

    void forget(Instant now) {
        jdbc.sql("""
                        delete from arrival_part as part
                        where part.at < :forgotten
                          or not exists (select from application where name = part.application)
                          or not exists (select from data_center where name = part.data_center)
                          or part.ctid in (select ctid from arrival_part order by at desc offset :most)
                        """)
                .param("forgotten", at(now.minus(FORGOTTEN)))
                .param("most", MOST_PARTS)
                .update();
    }

    /** In order of application and data center. */
    List<ObservedShare> shares(Instant now) {
        return jdbc.sql("""
                        select application, data_center, round(requests)::bigint as requests,
                          coalesce(round(10000 * requests / nullif(sum(requests) over (partition by application), 0)), 0)::int
                            as basis_points
                        from (
                          select application, data_center,
                            sum(per_second * left_after(extract(epoch from :now - at), :halfLife)) * :halfLife / ln(2.0)
                              as requests
                          from arrival_part group by application, data_center) as arrived
                        order by application, data_center
                        """)
                .param("now", at(now))
                .param("halfLife", HALF_LIFE_S)
                .query((row, number) -> new ObservedShare(
                        ApplicationName.of(row.getString("application")),
                        DataCenterName.of(row.getString("data_center")),
                        row.getLong("requests"),
                        row.getInt("basis_points")))
                .list();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
