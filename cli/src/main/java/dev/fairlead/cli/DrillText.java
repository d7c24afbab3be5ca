package dev.fairlead.cli;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Drills and what they came to, as an operator reads them. */
final class DrillText {

    private DrillText() {}

    /** A page of a list; the last line says where it goes on. */
    static String list(JsonNode page) {
        String table = Table.of(
                List.of(
                        Table.Column.of("ID", "/id"),
                        Table.Column.of("DATA CENTER", "/dataCenter"),
                        new Table.Column(
                                "APPLICATION",
                                drill ->
                                        drill.hasNonNull("application") ? Json.cell(drill.path("application")) : "all"),
                        Table.Column.of("MODE", "/mode"),
                        Table.Column.of("STATE", "/state"),
                        Table.Column.of("STARTED", "/startedAt"),
                        new Table.Column("RTO", drill -> seconds(drill.path("rtoMs"))),
                        Table.Column.of("BY", "/source"),
                        Table.Column.of("LOST", "/lost"),
                        Table.Column.of("REASON", "/reason")),
                page.path("items"));
        return page.hasNonNull("next") ? "%smore: --before %s%n".formatted(table, Json.text(page, "/next")) : table;
    }

    /** One drill with its figures and its timeline. */
    static String report(JsonNode report) {
        return "drill %s of %s is %s: %s%nRTO %s (%s)%nRPO %s (%s)%n%n%s%n%s"
                .formatted(
                        Json.cell(report.path("id")),
                        Json.cell(report.at("/spec/dataCenter")),
                        Json.cell(report.path("state")),
                        Json.cell(report.path("message")),
                        seconds(report.at("/rto/ms")),
                        Json.cell(report.at("/rto/reason")),
                        lost(report.at("/rpo/lost")),
                        Json.cell(report.at("/rpo/reason")),
                        applications(report),
                        timeline(report));
    }

    private static String applications(JsonNode report) {
        return Table.of(
                List.of(
                        Table.Column.of("APPLICATION", "/application"),
                        Table.Column.of("DATABASE", "/database"),
                        new Table.Column("RTO", part -> seconds(part.at("/rto/ms"))),
                        Table.Column.of("BY", "/rto/source"),
                        new Table.Column("RPO", part -> lost(part.at("/rpo/lost"))),
                        new Table.Column("BACK", part -> seconds(part.path("backMs")))),
                report.path("applications"));
    }

    private static String timeline(JsonNode report) {
        return Table.of(
                List.of(
                        Table.Column.of("STEP", "/step"),
                        Table.Column.of("TARGET", "/target"),
                        Table.Column.of("STATE", "/state"),
                        Table.Column.of("STARTED", "/startedAt"),
                        Table.Column.of("ENDED", "/endedAt"),
                        Table.Column.of("MESSAGE", "/message")),
                report.path("timeline"));
    }

    private static String lost(JsonNode lost) {
        return lost.isNumber() ? lost.asString() + " lost" : "-";
    }

    private static String seconds(JsonNode ms) {
        return ms.isNumber() ? String.format(Locale.ROOT, "%.1fs", ms.asLong() / 1000.0) : "-";
    }
}
