package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** JSON and YAML trees, and their values as an operator reads them. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Reads and writes YAML; a version {@code 1.10} stays 1.10. */
    static YAMLMapper yaml() {
        return YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .build();
    }

    /** A value in one cell: a hyphen for what is absent, a comma between several. */
    static String cell(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "-";
        }
        if (node.isArray()) {
            StringJoiner joined = new StringJoiner(",");
            node.forEach(item -> joined.add(cell(item)));
            return joined.length() == 0 ? "-" : joined.toString();
        }
        if (node.isObject()) {
            StringJoiner joined = new StringJoiner(",");
            node.properties().forEach(entry -> joined.add(entry.getKey() + "=" + cell(entry.getValue())));
            return joined.length() == 0 ? "-" : joined.toString();
        }
        String text = node.asString().strip();
        return text.isEmpty() ? "-" : text;
    }

    /** The objects of a list, or of all lists of an object. */
    static List<JsonNode> flat(JsonNode node) {
        List<JsonNode> objects = new ArrayList<>();
        node.forEach(item -> {
            if (item.isArray()) {
                item.forEach(objects::add);
            } else {
                objects.add(item);
            }
        });
        return objects;
    }

    /** The text at a JSON pointer, empty when there is none. */
    static String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }
}
