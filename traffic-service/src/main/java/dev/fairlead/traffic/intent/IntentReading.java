package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the whole intent by one statement: it is of one moment without a transaction of its own kind, and takes one way to
 * the primary and back, which may be in another region. With a statement for each table that was nine, and under 200 ms of
 * delay this region's plans were two seconds behind the others'. For one thread.
 */
final class IntentReading {

    private static final String ALL = """
            select 'data-center' as kind, name as name, spec::text as body from data_center
            union all
            select 'application', name, spec::text from application
            union all
            select 'override', id, json_build_object(
                'id', id, 'kind', replace(lower(kind), '_', '-'), 'application', application, 'dataCenter', data_center,
                'reason', reason, 'author', author, 'createdAt', created_at, 'expiresAt', expires_at,
                'emptyAt', empty_at)::text
              from (
                select id, kind, application, data_center, reason, author, created_at, expires_at, empty_at
                  from routing_override
                union all
                select id, kind, application, data_center, reason, author, created_at, expires_at, empty_at
                  from read_only_order) as orders
              where expires_at > :now
            union all
            select 'release', scope, json_build_object(
                'application', application, 'dataCenter', data_center, 'at', released_at, 'author', author,
                'reason', reason)::text
              from hold_release
            union all
            select 'rtt', country || '/' || data_center, known_ms::text from rtt where weight >= 20
            union all
            select 'demand', application || '/' || audience, per_second::text from observed_demand
            union all
            select 'version', version::text, '' from intent_version
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private Map<Row, Object> known = Map.of();

    IntentReading(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = LenientJson.of(json);
    }

    private record Row(String kind, String name, String body) {}

    /** @param now what has expired by then is left out */
    Intent read(Instant now) {
        List<Row> rows = jdbc.sql(ALL)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Row(row.getString("kind"), row.getString("name"), row.getString("body")))
                .list();
        Map<DataCenterName, Location> locations = new HashMap<>();
        Map<DataCenterName, Evacuation> evacuations = new HashMap<>();
        Map<DataCenterName, Long> capacities = new HashMap<>();
        Map<String, Map<DataCenterName, Integer>> rtts = new HashMap<>();
        Map<ApplicationName, Map<String, Long>> observed = new HashMap<>();
        List<Application> applications = new ArrayList<>();
        List<RoutingOverride> overrides = new ArrayList<>();
        List<Orders.Release> releases = new ArrayList<>();
        long version = 0;
        Map<Row, Object> read = new HashMap<>();
        for (Row row : rows) {
            switch (row.kind()) {
                case "data-center" -> {
                    DataCenterName name = new DataCenterName(row.name());
                    DataCenterSpec spec = value(row, DataCenterSpec.class, read);
                    locations.put(name, spec.location());
                    if (spec.evacuation() != null) {
                        evacuations.put(name, spec.evacuation());
                    }
                    if (spec.capacityPerSecond() != null) {
                        capacities.put(name, spec.capacityPerSecond());
                    }
                }
                case "application" ->
                    applications.add(
                            new Application(new ApplicationName(row.name()), value(row, ApplicationSpec.class, read)));
                case "rtt" ->
                    rtts.computeIfAbsent(row.name().substring(0, row.name().indexOf('/')), country -> new TreeMap<>())
                            .put(
                                    new DataCenterName(
                                            row.name().substring(row.name().indexOf('/') + 1)),
                                    value(row, Integer.class, read));
                case "demand" ->
                    observed.computeIfAbsent(
                                    new ApplicationName(
                                            row.name().substring(0, row.name().indexOf('/'))),
                                    application -> new TreeMap<>())
                            .put(row.name().substring(row.name().indexOf('/') + 1), value(row, Long.class, read));
                case "override" -> overrides.add(value(row, RoutingOverride.class, read));
                case "release" -> releases.add(value(row, Orders.Release.class, read));
                case "version" -> version = Long.parseLong(row.name());
                default -> throw new IllegalStateException("the statement gives no " + row.kind());
            }
        }
        known = read;
        applications.sort(Comparator.comparing(Application::name));
        overrides.sort(Comparator.comparing(RoutingOverride::id));
        return new Intent(
                version,
                new Fleet(locations, evacuations, rtts, capacities),
                applications,
                new Orders(overrides, releases),
                observed);
    }

    /** What did not change stays the very same object. */
    private <T> T value(Row row, Class<T> type, Map<Row, Object> read) {
        Object same = known.get(row);
        T value = same == null ? json.readValue(row.body(), type) : type.cast(same);
        read.put(row, value);
        return value;
    }
}
