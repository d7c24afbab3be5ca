package dev.fairlead.traffic.demand;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.ObservedDemand;
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
 * What each reporter counted, in the database that all regions share: so all come to the same sums. A part is a mean that fades
 * while nothing is told, and another reporter that takes the users over gains what it loses. At first, when there is less to be
 * mean of than a half-life, the sum is divided by how much of one there is.
 */
@Component
class DemandParts {

    private static final int HALF_LIFE_S = 120;

    /** Before an application was observed for so long, nothing is planned with it. */
    private static final Duration TRUSTED = Duration.ofSeconds(30);

    /** A reporter that was silent for so long has nothing left that counts. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** When there are more, those that were silent the longest are forgotten. */
    private static final int MOST_PARTS = 100_000;

    /** The same for all replicas, or two of them might wait for each other. */
    private static final Comparator<DemandSample> ORDER = Comparator.comparing(DemandSample::application)
            .thenComparing(DemandSample::audience)
            .thenComparing(DemandSample::reporter)
            .thenComparing(DemandSample::since);

    private static final String SUMS = """
            select part.application, part.audience, max(part.at) as at, known.began,
              sum(part.per_second * left_after(extract(epoch from :now - part.at), :halfLife))
                / (1 - left_after(greatest(1, extract(epoch from :now - known.began)), :halfLife)) as per_second
            from demand_part as part
            join (select application, min(began) as began from demand_part group by application) as known
              on known.application = part.application
            group by part.application, part.audience, known.began
            """;

    private static final String GOES_BY_IT = "(wanted.spec -> 'demand' ->> 'observed')::boolean";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;

    DemandParts(JdbcClient jdbc, NamedParameterJdbcOperations batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Only what is later than all that the reporter told before counts. */
    void add(List<DemandSample> samples, Instant now) {
        batches.batchUpdate(
                """
                insert into demand_part as old (application, audience, reporter, since, ms, requests, per_second, began, at)
                select :application, :audience, :reporter, :since, :ms, :requests,
                  :requests * 1000.0 / :ms * (1 - left_after(:ms / 1000.0, :halfLife)), :now - :ms * interval '1 ms', :now
                where exists (select from application where name = :application)
                on conflict (application, audience, reporter) do update set
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

    private static SqlParameterSource row(DemandSample sample, Instant now) {
        return new MapSqlParameterSource()
                .addValue("application", sample.application().value())
                .addValue("audience", sample.audience())
                .addValue("reporter", sample.reporter())
                .addValue("since", at(sample.since()))
                .addValue("ms", sample.forMs())
                .addValue("requests", sample.requests())
                .addValue("now", at(now))
                .addValue("halfLife", HALF_LIFE_S);
    }

    /** Makes what is planned with follow the sums, for the applications that go by them. */
    void settle(Instant now) {
        jdbc.sql("""
                        insert into observed_demand as known (application, audience, per_second)
                        select counted.application, counted.audience, least(round(counted.per_second), :most)::bigint
                        from (%s) as counted join application as wanted on wanted.name = counted.application
                        where %s and counted.began <= :trusted
                        order by counted.application, counted.audience
                        on conflict (application, audience) do update set per_second = excluded.per_second
                        where abs(excluded.per_second - known.per_second) > greatest(1, known.per_second * 0.1)
                        """.formatted(SUMS, GOES_BY_IT))
                .param("now", at(now))
                .param("halfLife", HALF_LIFE_S)
                .param("most", Demand.MOST)
                .param("trusted", at(now.minus(TRUSTED)))
                .update();
    }

    void forget(Instant now) {
        jdbc.sql("""
                        delete from demand_part as part
                        where part.at < :forgotten
                          or not exists (select from application where name = part.application)
                          or part.ctid in (select ctid from demand_part order by at desc offset :most)
                        """)
                .param("forgotten", at(now.minus(FORGOTTEN)))
                .param("most", MOST_PARTS)
                .update();
        jdbc.sql("""
                        delete from observed_demand as known
                        where not exists (select from application as wanted where wanted.name = known.application and %s)
                          or not exists (select from demand_part as part
                            where part.application = known.application and part.audience = known.audience)
                        """.formatted(GOES_BY_IT)).update();
    }

    /** In order of application and audience. */
    List<ObservedDemand> sums(Instant now) {
        return jdbc.sql("""
                        select counted.application, counted.audience, counted.per_second, known.per_second as planned,
                          greatest(0, extract(epoch from :now - counted.at) * 1000)::bigint as age_ms
                        from (%s) as counted left join observed_demand as known
                          on known.application = counted.application and known.audience = counted.audience
                        order by counted.application, counted.audience
                        """.formatted(SUMS))
                .param("now", at(now))
                .param("halfLife", HALF_LIFE_S)
                .query((row, number) -> new ObservedDemand(
                        ApplicationName.of(row.getString("application")),
                        row.getString("audience"),
                        row.getDouble("per_second"),
                        row.getObject("planned", Long.class),
                        row.getLong("age_ms")))
                .list();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
