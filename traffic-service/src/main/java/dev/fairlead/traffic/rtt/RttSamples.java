package dev.fairlead.traffic.rtt;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Rtt;
import dev.fairlead.contracts.traffic.RttSample;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Gathers samples for some seconds and adds them to the means in the database, where each half-life older ones count half as much.
 * What cannot be added because the database is away is lost: more will come.
 */
@Component
class RttSamples implements AutoCloseable {

    private static final Duration FLUSH = Duration.ofSeconds(10);
    private static final int HALF_LIFE_S = 600;

    /** Of one flush and one way, so that no flood of samples outweighs all others for ever. */
    private static final int MOST_WEIGHT = 1_000;

    private final JdbcClient jdbc;
    private final Loop loop;
    private final Map<Way, Sum> gathered = new HashMap<>();

    RttSamples(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.loop = Loop.start("rtt", FLUSH, this::flush);
    }

    private record Way(String country, DataCenterName dataCenter) {}

    private record Sum(long ms, int count) {

        Sum plus(Sum other) {
            return new Sum(ms + other.ms, count + other.count);
        }

        double mean() {
            return (double) ms / count;
        }
    }

    void add(List<RttSample> samples) {
        synchronized (gathered) {
            samples.forEach(sample ->
                    gathered.merge(new Way(sample.country(), sample.dataCenter()), new Sum(sample.ms(), 1), Sum::plus));
        }
    }

    private Pass flush() {
        Map<Way, Sum> taken;
        synchronized (gathered) {
            taken = new HashMap<>(gathered);
            gathered.clear();
        }
        if (!taken.isEmpty()) {
            List<Way> ways = List.copyOf(taken.keySet());
            List<Sum> sums = ways.stream().map(taken::get).toList();
            store(ways, sums);
        }
        return new Pass.Settled();
    }

    private void store(List<Way> ways, List<Sum> sums) {
        jdbc.sql("""
                        insert into rtt as old (country, data_center, ms, weight, known_ms, at)
                        select country, data_center, ms, weight, round(ms), now()
                        from unnest(:countries, :dataCenters, :ms, :weights) as new (country, data_center, ms, weight)
                        where data_center in (select name from data_center)
                        on conflict (country, data_center) do update set
                          ms = (old.ms * old.weight * power(0.5, extract(epoch from now() - old.at) / :halfLife)
                                + excluded.ms * excluded.weight)
                            / (old.weight * power(0.5, extract(epoch from now() - old.at) / :halfLife) + excluded.weight),
                          weight = old.weight * power(0.5, extract(epoch from now() - old.at) / :halfLife) + excluded.weight,
                          at = now()
                        """)
                .param(
                        "countries",
                        new SqlArrayValue(
                                "text", ways.stream().map(Way::country).toArray()))
                .param(
                        "dataCenters",
                        new SqlArrayValue(
                                "text",
                                ways.stream()
                                        .map(way -> way.dataCenter().value())
                                        .toArray()))
                .param(
                        "ms",
                        new SqlArrayValue("float8", sums.stream().map(Sum::mean).toArray()))
                .param(
                        "weights",
                        new SqlArrayValue(
                                "float8",
                                sums.stream()
                                        .map(sum -> (double) Math.min(MOST_WEIGHT, sum.count()))
                                        .toArray()))
                .param("halfLife", HALF_LIFE_S)
                .update();
    }

    /** In order of country and data center. */
    List<Rtt> all() {
        return jdbc.sql("select country, data_center, known_ms, weight from rtt order by country, data_center")
                .query((row, number) -> new Rtt(
                        row.getString("country"),
                        new DataCenterName(row.getString("data_center")),
                        row.getInt("known_ms"),
                        row.getDouble("weight")))
                .list();
    }

    @Override
    public void close() {
        loop.close();
    }
}
