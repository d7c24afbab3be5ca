package dev.fairlead.gateway.operators;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one OpenAPI 3.1 document out of several: only the operations that are exposed and the schemas these need,
 * operation ids that start with the part's name, the bearer scheme, and the refusals that every operation knows. Two
 * parts that name different schemas alike keep both: the later one's gets its part's name in front.
 */
final class OpenApiMerge {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SCHEMAS = "#/components/schemas/";

    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, JsonNode> schemas = new TreeMap<>();
    private final Map<String, JsonNode> tags = new TreeMap<>();
    private final BiPredicate<HttpMethod, String> exposed;

    private OpenApiMerge(BiPredicate<HttpMethod, String> exposed) {
        this.exposed = exposed;
        schemas.put(OpenApiRefusals.SCHEMA, OpenApiRefusals.schema());
    }

    /** What one service says of itself, under its short name. */
    record Part(String name, JsonNode document) {}

    /**
     * @param missing the services that could not be asked
     * @param exposed whether operators reach a method on a path
     */
    static ObjectNode merge(List<Part> parts, List<String> missing, BiPredicate<HttpMethod, String> exposed) {
        OpenApiMerge merge = new OpenApiMerge(exposed);
        parts.forEach(merge::add);
        return merge.document(missing);
    }

    private void add(Part part) {
        JsonNode declared = part.document().path("components").path("schemas");
        Map<String, String> names = new HashMap<>();
        declared.propertyNames().forEach(name -> names.put(name, name));
        while (renameOneClash(part.name(), declared, names)) {
            // a new name changes those that refer to it, which may then clash too
        }
        Set<String> needed = new HashSet<>();
        part.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (isOperation(entry.getKey()) && exposed.test(method(entry.getKey()), path.getKey())) {
                        ObjectNode operation = (ObjectNode) renamed(entry.getValue(), names);
                        collect(entry.getValue(), declared, needed);
                        describe(operation, part.name(), method(entry.getKey()));
                        paths.computeIfAbsent(path.getKey(), p -> NODES.objectNode())
                                .set(entry.getKey(), operation);
                    }
                }));
        needed.forEach(name -> schemas.put(names.getOrDefault(name, name), renamed(declared.path(name), names)));
        part.document()
                .path("tags")
                .forEach(tag -> tags.putIfAbsent(tag.path("name").asString(), tag));
    }

    private boolean renameOneClash(String part, JsonNode declared, Map<String, String> names) {
        for (Map.Entry<String, JsonNode> schema : declared.properties()) {
            String name = names.getOrDefault(schema.getKey(), schema.getKey());
            JsonNode known = schemas.get(name);
            if (known != null && !known.equals(renamed(schema.getValue(), names))) {
                names.put(schema.getKey(), capital(part) + name);
                return true;
            }
        }
        return false;
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(item -> copy.add(renamed(item, names)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        node.properties().forEach(entry -> {
            String schema = referred(entry);
            copy.set(
                    entry.getKey(),
                    schema == null
                            ? renamed(entry.getValue(), names)
                            : NODES.stringNode(SCHEMAS + names.getOrDefault(schema, schema)));
        });
        return copy;
    }

    /** Adds the names of all schemas that a node needs, by any number of steps. */
    private static void collect(JsonNode node, JsonNode declared, Set<String> needed) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, declared, needed));
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String schema = referred(entry);
            if (schema == null) {
                collect(entry.getValue(), declared, needed);
            } else if (needed.add(schema)) {
                collect(declared.path(schema), declared, needed);
            }
        }
    }

    private static @Nullable String referred(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equals("$ref")
                        && entry.getValue().isString()
                        && entry.getValue().asString().startsWith(SCHEMAS)
                ? entry.getValue().asString().substring(SCHEMAS.length())
                : null;
    }

    private static void describe(ObjectNode operation, String part, HttpMethod method) {
        String id = operation.path("operationId").asString("");
        operation.put("operationId", part + capital(id.isEmpty() ? method.name().toLowerCase(Locale.ROOT) : id));
        JsonNode declared = operation.path("responses");
        ObjectNode responses = declared.isObject() ? (ObjectNode) declared : NODES.objectNode();
        operation.set("responses", responses);
        OpenApiRefusals.addTo(responses, method);
    }

    private ObjectNode document(List<String> missing) {
        ObjectNode document = NODES.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Fairlead")
                .put("version", "v1")
                .put("description", "All that operators can call, at the gateway's address.");
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("operator");
        tags.values().forEach(tag -> document.withArray("tags").add(tag));
        ObjectNode allPaths = document.putObject("paths");
        paths.forEach(allPaths::set);
        ObjectNode components = document.putObject("components");
        ObjectNode allSchemas = components.putObject("schemas");
        schemas.forEach(allSchemas::set);
        components.set("responses", OpenApiRefusals.responses());
        components
                .putObject("securitySchemes")
                .putObject("operator")
                .put("type", "http")
                .put("scheme", "bearer");
        if (!missing.isEmpty()) {
            ArrayNode away = document.putArray("x-fairlead-missing");
            missing.forEach(away::add);
        }
        return document;
    }

    private static boolean isOperation(String key) {
        return List.of("get", "put", "post", "patch", "delete").contains(key);
    }

    private static HttpMethod method(String key) {
        return HttpMethod.valueOf(key.toUpperCase(Locale.ROOT));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
