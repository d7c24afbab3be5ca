package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Rows in aligned columns, one line each, so that {@code grep} and {@code awk} work on them. */
final class Table {

    private static final String GAP = "   ";

    private final List<List<String>> lines = new ArrayList<>();

    Table(List<String> headings) {
        lines.add(headings);
    }

    /** A column of a table of JSON objects. */
    record Column(String heading, Function<JsonNode, String> cell) {

        static Column of(String heading, String pointer) {
            return new Column(heading, row -> Json.cell(row.at(pointer)));
        }
    }

    static String of(List<Column> columns, Iterable<JsonNode> rows) {
        Table table = new Table(columns.stream().map(Column::heading).toList());
        rows.forEach(row -> table.add(
                columns.stream().map(column -> column.cell().apply(row)).toList()));
        return table.text();
    }

    Table add(List<String> row) {
        lines.add(row.stream().map(cell -> cell.replaceAll("\\R", " ")).toList());
        return this;
    }

    String text() {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                row.append(line.get(i));
                if (i < widths.length - 1) {
                    row.append(" ".repeat(widths[i] - line.get(i).length())).append(GAP);
                }
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
