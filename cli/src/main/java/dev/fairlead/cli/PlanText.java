package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** A routing plan as an operator reads it: where each audience goes, what each data center can do, and why. */
final class PlanText {

    private PlanText() {}

    static String of(JsonNode plan) {
        return "%s (%s): writes %s, ttl %s s, epoch %s, decided %s%n%n%s%n%s"
                .formatted(
                        Json.cell(plan.path("application")),
                        Json.cell(plan.path("host")),
                        writes(plan),
                        Json.cell(plan.path("ttlSeconds")),
                        Json.cell(plan.path("epoch")),
                        Json.cell(plan.path("decidedAt")),
                        audiences(plan),
                        standings(plan));
    }

    private static String writes(JsonNode plan) {
        return plan.hasNonNull("writeRoute") ? "go to " + Json.cell(plan.path("writeRoute")) : "have no route";
    }

    /** A row for each audience, a column for each data center. */
    private static String audiences(JsonNode plan) {
        List<String> dataCenters = new ArrayList<>();
        plan.path("standings").forEach(standing -> dataCenters.add(Json.cell(standing.path("dataCenter"))));
        List<String> headings = new ArrayList<>(List.of("AUDIENCE", "WHO"));
        headings.addAll(dataCenters);
        Table table = new Table(headings);
        for (JsonNode audience : plan.path("audiences")) {
            List<String> row = new ArrayList<>(List.of(Json.cell(audience.path("audience")), who(audience)));
            dataCenters.forEach(name -> row.add(percent(basisPoints(audience, name))));
            table.add(row);
        }
        return table.text();
    }

    private static String standings(JsonNode plan) {
        return Table.of(
                List.of(
                        Table.Column.of("DATA-CENTER", "/dataCenter"),
                        Table.Column.of("STATE", "/state"),
                        Table.Column.of("MODE", "/mode"),
                        Table.Column.of("ENDPOINTS", "/endpoints"),
                        Table.Column.of("SINCE", "/since"),
                        Table.Column.of("CODE", "/code"),
                        new Table.Column("REASON", PlanText::reason)),
                plan.path("standings"));
    }

    /** Of the state, and of the mode where that takes no writes. */
    private static String reason(JsonNode standing) {
        String reason = Json.cell(standing.path("reason"));
        return Json.text(standing, "/mode").equals("read-only") && standing.hasNonNull("modeReason")
                ? reason + "; " + Json.text(standing, "/modeReason/reason")
                : reason;
    }

    /** The shares of those whom no audience matches, who stand last. */
    static String everyone(JsonNode plan) {
        JsonNode audiences = plan.path("audiences");
        StringJoiner shares = new StringJoiner(",");
        audiences.path(audiences.size() - 1).path("shares").forEach(share -> {
            if (share.path("basisPoints").asInt(0) > 0) {
                shares.add(Json.cell(share.path("dataCenter")) + "="
                        + percent(share.path("basisPoints").asInt(0)));
            }
        });
        return shares.length() == 0 ? "nowhere" : shares.toString();
    }

    /** The part of those whom no audience matches. */
    static String share(JsonNode plan, String dataCenter) {
        JsonNode audiences = plan.path("audiences");
        return percent(basisPoints(audiences.path(audiences.size() - 1), dataCenter));
    }

    /** The data centers that may get no share. */
    static String leftOut(JsonNode plan) {
        StringJoiner out = new StringJoiner(",");
        plan.path("standings").forEach(standing -> {
            if (!Json.text(standing, "/state").equals("serving")) {
                out.add(Json.cell(standing.path("dataCenter")) + "=" + Json.cell(standing.path("state")));
            }
        });
        return out.length() == 0 ? "-" : out.toString();
    }

    private static String who(JsonNode audience) {
        StringJoiner who = new StringJoiner(",");
        for (String part : List.of("networks", "countries", "continents")) {
            audience.path(part).forEach(item -> who.add(Json.cell(item)));
        }
        return who.length() == 0 ? "*" : who.toString();
    }

    private static int basisPoints(JsonNode audience, String dataCenter) {
        for (JsonNode share : audience.path("shares")) {
            if (Json.text(share, "/dataCenter").equals(dataCenter)) {
                return share.path("basisPoints").asInt(0);
            }
        }
        return 0;
    }

    /** Basis points as a percentage without needless zeros. */
    static String percent(int basisPoints) {
        int whole = basisPoints / 100;
        int rest = basisPoints % 100;
        if (rest == 0) {
            return whole + "%";
        }
        return rest % 10 == 0 ? "%d.%d%%".formatted(whole, rest / 10) : "%d.%02d%%".formatted(whole, rest);
    }
}
