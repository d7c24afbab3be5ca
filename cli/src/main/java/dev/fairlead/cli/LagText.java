package dev.fairlead.cli;

import dev.fairlead.cli.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;

/** How stale each copy was, as an operator reads it: all of the period, and the worst of each minute or hour. */
final class LagText {

    private static final List<Column> SERIES = List.of(
            Column.of("DATA CENTER", "/dataCenter"),
            new Column("WORST", LagText::worst),
            new Column("CERTIFIED", row -> UptimeText.time(row.at("/coverage/certifiedSeconds"))),
            new Column("UNKNOWN", row -> UptimeText.time(row.at("/coverage/unknownSeconds"))),
            new Column("MISSED", row -> UptimeText.time(row.at("/coverage/missedSeconds"))));

    private LagText() {}

    static String of(JsonNode lag) {
        return "%s: %s to %s, as region %s found it%n%n%s%s"
                .formatted(
                        Json.cell(lag.path("database")),
                        Json.cell(lag.path("from")),
                        Json.cell(lag.path("to")),
                        Json.cell(lag.path("region")),
                        Table.of(SERIES, lag.path("series")),
                        times(lag.path("series")));
    }

    /** A row for each time of which anything is known; a hyphen where nothing is, a question mark where nothing was certified. */
    private static String times(JsonNode series) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        List<String> headings = new ArrayList<>(List.of("FROM"));
        series.forEach(one -> {
            String dataCenter = Json.cell(one.path("dataCenter"));
            headings.add(dataCenter);
            one.path("points")
                    .forEach(point -> rows.computeIfAbsent(Json.cell(point.path("at")), absent -> new TreeMap<>())
                            .put(dataCenter, bound(point)));
        });
        if (rows.isEmpty()) {
            return "";
        }
        Table table = new Table(headings);
        rows.forEach((at, bounds) -> {
            List<String> row = new ArrayList<>(List.of(at));
            headings.stream().skip(1).forEach(dataCenter -> row.add(bounds.getOrDefault(dataCenter, "-")));
            table.add(row);
        });
        return "%n%s".formatted(table.text());
    }

    private static String bound(JsonNode point) {
        JsonNode most = point.at("/bound/most");
        return most.isNumber() ? time(most.asLong()) : "?";
    }

    private static String worst(JsonNode series) {
        long worst = -1;
        for (JsonNode point : series.path("points")) {
            worst = Math.max(worst, point.at("/bound/most").asLong(-1));
        }
        return worst < 0 ? "-" : time(worst);
    }

    /** Milliseconds below ten seconds. */
    static String time(long ms) {
        return ms < 10_000 ? ms + "ms" : UptimeText.time(DoubleNode.valueOf(ms / 1_000.0));
    }
}
