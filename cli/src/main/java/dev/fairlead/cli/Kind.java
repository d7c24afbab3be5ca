package dev.fairlead.cli;

import static dev.fairlead.cli.Table.Column.of;

import dev.fairlead.cli.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be listed, where, by what it is named, and which columns its table has. */
enum Kind {
    APPLICATIONS(
            List.of("applications", "application", "apps", "app"),
            new Named.ByPath(),
            of("NAME", "/metadata/name"),
            of("HOST", "/spec/host"),
            of("TTL", "/spec/ttlSeconds"),
            new Column("DATA-CENTERS", row -> joined(row.at("/spec/pools"), "/dataCenter")),
            of("DATABASE", "/spec/data/database"),
            of("GENERATION", "/metadata/generation")),
    DATA_CENTERS(
            List.of("data-centers", "data-center", "dcs", "dc"),
            new Named.ByPath(),
            of("NAME", "/metadata/name"),
            of("REGION", "/spec/region"),
            of("LATITUDE", "/spec/location/latitude"),
            of("LONGITUDE", "/spec/location/longitude"),
            of("GENERATION", "/metadata/generation")),
    PLANS(
            List.of("plans", "plan"),
            new Named.Among("/application"),
            of("APPLICATION", "/application"),
            of("HOST", "/host"),
            new Column("EVERYONE", PlanText::everyone),
            new Column("OUT", PlanText::leftOut),
            of("WRITES", "/writeRoute"),
            of("EPOCH", "/epoch"),
            of("DECIDED", "/decidedAt")),
    VERDICTS(
            List.of("verdicts", "verdict"),
            new Named.Beside(OrderedVerdicts::of, "/endpoint/application"),
            of("APPLICATION", "/endpoint/application"),
            of("DATA-CENTER", "/endpoint/dataCenter"),
            of("ENDPOINT", "/endpoint/address"),
            of("HEALTH", "/health"),
            of("ORDER", "/order"),
            of("SINCE", "/since"),
            of("REASON", "/reason")),
    TRANSITIONS(
            List.of("transitions", "transition"),
            new Named.Among("/endpoint/application"),
            of("AT", "/at"),
            of("APPLICATION", "/endpoint/application"),
            of("DATA-CENTER", "/endpoint/dataCenter"),
            of("ENDPOINT", "/endpoint/address"),
            of("FROM", "/from"),
            of("TO", "/to"),
            of("REASON", "/reason")),
    OVERRIDES(
            List.of("overrides", "override"),
            new Named.Among("/id"),
            of("ID", "/id"),
            of("KIND", "/kind"),
            new Column("APPLICATION", row -> orAll(row, "application")),
            new Column("DATA-CENTER", row -> orAll(row, "dataCenter")),
            of("EXPIRES", "/expiresAt"),
            of("EMPTY", "/emptyAt"),
            of("AUTHOR", "/author"),
            of("REASON", "/reason")),
    DATABASES(
            List.of("databases", "database", "dbs", "db"),
            new Named.ByPath(),
            of("NAME", "/metadata/name"),
            of("DATABASE", "/spec/databaseName"),
            new Column("DATA-CENTERS", row -> joined(row.at("/spec/members"), "/dataCenter")),
            of("SAMPLE-MS", "/spec/sampleEveryMs"),
            of("GENERATION", "/metadata/generation")),
    FRESHNESS(
            List.of("freshness"),
            new Named.Among("/database"),
            of("DATABASE", "/database"),
            of("DATA-CENTER", "/dataCenter"),
            of("ROLE", "/role"),
            of("REACHABLE", "/reachable"),
            of("STALENESS-MS", "/stalenessBoundMs"),
            of("BYTES-BEHIND", "/bytesBehind"),
            of("REASON", "/reason")),
    ROLLOUTS(
            List.of("rollouts", "rollout"),
            new Named.ByPath(),
            of("ID", "/id"),
            of("APPLICATION", "/application"),
            of("VERSION", "/version"),
            of("STATE", "/state"),
            new Column("STEPS", RunText::progress),
            of("UPDATED", "/updatedAt"),
            of("MESSAGE", "/message")),
    RUNS(
            List.of("runs", "run"),
            new Named.ByPath(),
            of("ID", "/id"),
            of("KIND", "/kind"),
            of("SUBJECT", "/subject"),
            of("STATE", "/state"),
            new Column("STEPS", RunText::progress),
            of("UPDATED", "/updatedAt"),
            of("MESSAGE", "/message")),
    TAKEOVERS(
            List.of("takeovers", "takeover"),
            new Named.ByPath(),
            of("ID", "/id"),
            of("DATABASE", "/subject"),
            of("STATE", "/state"),
            new Column("STEPS", RunText::progress),
            of("UPDATED", "/updatedAt"),
            of("MESSAGE", "/message")),
    SWITCHOVERS(
            List.of("switchovers", "switchover"),
            new Named.ByPath(),
            of("ID", "/id"),
            of("DATABASE", "/subject"),
            of("STATE", "/state"),
            new Column("STEPS", RunText::progress),
            of("UPDATED", "/updatedAt"),
            of("MESSAGE", "/message")),
    DRILL_SCHEDULES(
            List.of("drill-schedules", "drill-schedule"),
            new Named.ByPath(),
            of("NAME", "/metadata/name"),
            new Column("APPLICATION", row -> orAll(row.at("/spec/drill"), "application")),
            of("DATA-CENTER", "/spec/drill/dataCenter"),
            of("DAYS", "/spec/window/days"),
            of("FROM", "/spec/window/from"),
            of("TO", "/spec/window/to"),
            of("ZONE", "/spec/window/zone"),
            of("REFUSED", "/status/refusedAt"),
            of("REASON", "/status/refusal")),
    VERSIONS(
            List.of("versions", "version"),
            new Named.Among("/application"),
            of("APPLICATION", "/application"),
            of("DATA-CENTER", "/dataCenter"),
            of("VERSION", "/version"),
            of("OBSERVED", "/observedAt"),
            of("RUN", "/runId")),
    DATA_PLANES(
            List.of("data-planes", "data-plane", "planes"),
            new Named.AmongInTables("/name"),
            of("NAME", "/name"),
            of("KIND", "/kind"),
            of("FROM", "/source"),
            of("STATE", "/standing/state"),
            of("EPOCH", "/obeyed/epoch"),
            of("LAG-MS", "/obeyed/lagMs"),
            of("RETRIES", "/counts/retries"),
            of("SINCE", "/standing/since"),
            of("REASON", "/standing/reason")),
    OBSERVED_SHARES(
            List.of("observed-shares", "observed-share", "shares"),
            new Named.Within("data-planes", Kind::observedShares, "/application"),
            of("DATA-PLANE", "/dataPlane"),
            of("APPLICATION", "/application"),
            of("DATA-CENTER", "/dataCenter"),
            new Column("SHARE", row -> PlanText.percent(row.path("basisPoints").asInt(0))),
            of("REQUESTS", "/requests/all"),
            of("FAILED", "/requests/failed"),
            of("RESIDUAL", "/requests/residual")),
    REFUSALS(
            List.of("refusals", "refusal"),
            new Named.Within("data-planes", Kind::refusals, "/dataPlane"),
            of("DATA-PLANE", "/dataPlane"),
            of("NAME", "/name"),
            of("REASON", "/reason")),
    VANTAGE_POINTS(
            List.of("vantage-points", "vantage-point", "vps"),
            new Named.Among("/name"),
            of("NAME", "/name"),
            of("FRESH", "/fresh"),
            of("ISOLATED", "/isolated"),
            of("HEARD", "/lastHeard"),
            of("URL", "/url"));

    private final List<String> names;
    private final Named named;
    private final List<Column> columns;

    /** @param names what operators may call it; the first one is the server's */
    Kind(List<String> names, Named named, Column... columns) {
        this.names = names;
        this.named = named;
        this.columns = List.of(columns);
    }

    /** How one of a kind is found by its name. */
    private sealed interface Named {

        /** It has a path of its own. */
        record ByPath() implements Named {}

        /** It is picked from the list, where several may belong to one name. */
        record Among(String pointer) implements Named {}

        /** It is a part of what another list has. */
        record Within(String list, Function<JsonNode, List<JsonNode>> parts, String pointer) implements Named {

            List<JsonNode> of(Api api) {
                return parts.apply(api.get("/v1/" + list));
            }
        }

        /** A table tells beside each what another list says of it, everything else only what came. */
        record Beside(BiFunction<Api, List<JsonNode>, List<JsonNode>> told, String pointer) implements Named {

            JsonNode of(Api api, JsonNode list, Format format) {
                return format == Format.table ? listing(told.apply(api, Json.flat(list.path("items")))) : list;
            }
        }

        /** The list tells how it stands, its path what was written: a table shows the one, everything else the other. */
        record AmongInTables(String pointer) implements Named {}
    }

    private static String orAll(JsonNode row, String field) {
        return row.hasNonNull(field) ? Json.cell(row.path(field)) : "*";
    }

    static Optional<Kind> called(String name) {
        return Arrays.stream(values()).filter(kind -> kind.names.contains(name)).findFirst();
    }

    static List<String> allNames() {
        return Arrays.stream(values()).map(kind -> kind.names.getFirst()).toList();
    }

    String table(List<JsonNode> rows) {
        return Table.of(columns, rows);
    }

    String list(Api api, Format format) {
        return format.list(
                switch (named) {
                    case Named.ByPath() -> api.get(collection());
                    case Named.Among(String pointer) -> api.get(collection());
                    case Named.AmongInTables(String pointer) -> api.get(collection());
                    case Named.Within within -> listing(within.of(api));
                    case Named.Beside beside -> beside.of(api, api.get(collection()), format);
                },
                columns);
    }

    String one(Api api, String name, Format format) {
        return switch (named) {
            case Named.ByPath() -> byPath(api, name, format);
            case Named.Among(String pointer) -> among(api, pointer, name, format);
            case Named.Within within -> picked(within.of(api).stream(), within.pointer(), name, format);
            case Named.Beside beside ->
                picked(
                        Json.flat(beside.of(api, api.get(collection()), format).path("items")).stream(),
                        beside.pointer(),
                        name,
                        format);
            case Named.AmongInTables(String pointer) ->
                format == Format.table ? among(api, pointer, name, format) : byPath(api, name, format);
        };
    }

    private String byPath(Api api, String name, Format format) {
        return format.one(api.get(Api.path(collection(), name)), columns);
    }

    private String among(Api api, String pointer, String name, Format format) {
        return picked(
                StreamSupport.stream(api.get(collection()).path("items").spliterator(), false), pointer, name, format);
    }

    private String picked(Stream<JsonNode> rows, String pointer, String name, Format format) {
        List<JsonNode> found =
                rows.filter(row -> Json.text(row, pointer).equals(name)).toList();
        if (found.isEmpty()) {
            throw new Failure(ExitCode.FAILED, "no %s of %s".formatted(names.getFirst(), name));
        }
        return format.list(listing(found), columns);
    }

    private static JsonNode listing(List<JsonNode> rows) {
        return Json.MAPPER.createObjectNode().set("items", Json.MAPPER.valueToTree(rows));
    }

    /** Each with the data plane that observed it. */
    private static List<JsonNode> observedShares(JsonNode dataPlanes) {
        return ofEach(dataPlanes, "/observed/shares");
    }

    /** Each with the data plane that refused it. */
    private static List<JsonNode> refusals(JsonNode dataPlanes) {
        return ofEach(dataPlanes, "/refusals");
    }

    private static List<JsonNode> ofEach(JsonNode dataPlanes, String pointer) {
        List<JsonNode> rows = new ArrayList<>();
        dataPlanes
                .path("items")
                .forEach(plane -> plane.at(pointer).forEach(part -> {
                    ObjectNode row = Json.MAPPER.createObjectNode().put("dataPlane", Json.text(plane, "/name"));
                    part.properties().forEach(property -> row.set(property.getKey(), property.getValue()));
                    rows.add(row);
                }));
        return rows;
    }

    private String collection() {
        return "/v1/" + names.getFirst();
    }

    private static String joined(JsonNode items, String pointer) {
        String joined = StreamSupport.stream(items.spliterator(), false)
                .map(item -> Json.cell(item.at(pointer)))
                .collect(Collectors.joining(","));
        return joined.isEmpty() ? "-" : joined;
    }
}
