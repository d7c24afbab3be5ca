package dev.fairlead.cli;

import dev.fairlead.cli.Table.Column;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What users lost, as an operator reads it: the budget, how fast it goes, and the outages. */
final class UptimeText {

    private static final List<Column> OUTAGES = List.of(
            Column.of("FROM", "/from"),
            new Column("TO", row -> row.hasNonNull("to") ? Json.cell(row.path("to")) : "goes on"),
            new Column("USERS", row -> PlanText.percent(row.path("basisPoints").asInt(0))),
            new Column("LOST", row -> time(row.path("lostSeconds"))),
            Column.of("REASON", "/reason"));

    private UptimeText() {}

    static String of(JsonNode uptime) {
        JsonNode window = uptime.path("window");
        String days = Json.cell(window.path("days")) + " days";
        StringBuilder text = new StringBuilder("%s: objective %s, %s until %s%n"
                .formatted(
                        Json.cell(uptime.path("application")),
                        uptime.hasNonNull("objective") ? Json.cell(uptime.path("objective")) : "none",
                        days,
                        Json.cell(window.path("to"))));
        JsonNode spending = uptime.path("spending");
        text.append("budget %s, spent %s, left %s; at the pace of the last hour %s cost %s%n"
                .formatted(
                        time(spending.path("budgetSeconds")),
                        time(spending.path("spentSeconds")),
                        time(spending.path("leftSeconds")),
                        days,
                        time(spending.path("burningSeconds"))));
        if (!window.hasNonNull("knownFrom")) {
            text.append("no decision of it is known%n".formatted());
        } else if (!window.path("knownFrom").equals(window.path("from"))) {
            text.append("known from %s on, %s of it: what was before is not counted%n"
                    .formatted(Json.cell(window.path("knownFrom")), time(window.path("knownSeconds"))));
        }
        if (!uptime.path("outages").isEmpty()) {
            text.append("%n%s".formatted(Table.of(OUTAGES, uptime.path("outages"))));
        }
        int more = uptime.path("moreOutages").asInt(0);
        return more == 0
                ? text.toString()
                : text.append("and %d before%n".formatted(more)).toString();
    }

    /** Seconds in the two largest units, such as {@code 17m6s}; tenths below ten seconds. */
    static String time(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return "-";
        }
        long ms = Math.round(seconds.asDouble() * 1_000);
        String sign = ms < 0 ? "-" : "";
        Duration time = Duration.ofMillis(Math.abs(ms));
        if (time.toMillis() < 9_950) {
            String tenths = String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
            return sign + (tenths.endsWith(".0") ? tenths.substring(0, tenths.length() - 2) : tenths) + "s";
        }
        Duration whole = time.plusMillis(500);
        if (whole.toDays() > 0) {
            return "%s%dd%dh".formatted(sign, whole.toDays(), whole.toHoursPart());
        }
        if (whole.toHours() > 0) {
            return "%s%dh%dm".formatted(sign, whole.toHours(), whole.toMinutesPart());
        }
        return whole.toMinutes() > 0
                ? "%s%dm%ds".formatted(sign, whole.toMinutes(), whole.toSecondsPart())
                : "%s%ds".formatted(sign, whole.toSeconds());
    }
}
