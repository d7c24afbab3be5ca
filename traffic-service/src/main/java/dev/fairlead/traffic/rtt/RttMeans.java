package dev.fairlead.traffic.rtt;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Rtt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What samples come to, in the database that all regions share: means in which each half-life older ones count half as much. */
@Component
class RttMeans {

    private static final int HALF_LIFE_S = 600;

    /** Of one time and one way, so that no flood of samples outweighs all others for ever. */
    private static final int MOST_WEIGHT = 1_000;

    private final JdbcClient jdbc;

    RttMeans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Way(String country, DataCenterName dataCenter) {}

    record Sum(long ms, int count) {

        Sum plus(Sum other) {
            return new Sum(ms + other.ms, count + other.count);
        }

        double mean() {
            return (double) ms / count;
        }
    }

    /** @param gathered since it was added to last; ways to data centers that there are not are passed over */
    void add(Map<Way, Sum> gathered, Instant now) {
        List<Way> ways = List.copyOf(gathered.keySet());
        List<Sum> sums = ways.stream().map(gathered::get).toList();
        jdbc.sql("""
                        insert into rtt as old (country, data_center, ms, weight, known_ms, at)
                        select country, data_center, ms, weight, round(ms), :now
                        from unnest(:countries, :dataCenters, :ms, :weights) as new (country, data_center, ms, weight)
                        where data_center in (select name from data_center)
                        on conflict (country, data_center) do update set
                          ms = (old.ms * old.weight * left_after(extract(epoch from excluded.at - old.at), :halfLife)
                                + excluded.ms * excluded.weight)
                            / (old.weight * left_after(extract(epoch from excluded.at - old.at), :halfLife) + excluded.weight),
                          weight = old.weight * left_after(extract(epoch from excluded.at - old.at), :halfLife) + excluded.weight,
                          at = greatest(old.at, excluded.at)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
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
}
