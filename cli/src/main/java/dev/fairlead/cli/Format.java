package dev.fairlead.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How answers are written. */
enum Format {
    table,
    json,
    yaml;

    /** A list in YAML is one document for each item, so that it can be applied again. */
    String list(JsonNode listing, List<Table.Column> columns) {
        return switch (this) {
            case table -> Table.of(columns, listing.path("items"));
            case json -> json(listing);
            case yaml -> yaml(listing.path("items"));
        };
    }

    String one(JsonNode item, List<Table.Column> columns) {
        return switch (this) {
            case table -> Table.of(columns, List.of(item));
            case json -> json(item);
            case yaml -> yaml(List.of(item));
        };
    }

    private static String json(JsonNode node) {
        return Json.MAPPER.writeValueAsString(node) + "\n";
    }

    private static String yaml(Iterable<JsonNode> documents) {
        YAMLMapper yaml = Json.yaml();
        StringBuilder text = new StringBuilder();
        documents.forEach(document -> text.append(yaml.writeValueAsString(document)));
        return text.toString();
    }
}
