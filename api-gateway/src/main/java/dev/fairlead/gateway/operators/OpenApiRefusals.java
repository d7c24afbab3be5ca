package dev.fairlead.gateway.operators;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The problems that operations answer with, declared once and referred to everywhere. */
final class OpenApiRefusals {

    /** The name of the schema of every problem. */
    static final String SCHEMA = "Problem";

    private static final Map<String, String> MEANINGS = new TreeMap<>(Map.of(
            "400", "The request cannot be read.",
            "401", "An operator's token is needed.",
            "404", "There is no such thing.",
            "409", "The request does not fit the present state, or a safety rule forbids it.",
            "412", "The caller's copy is out of date.",
            "413", "The body is larger than 1 MB.",
            "422", "A value is wrong; errors point at it.",
            "503", "The service that is needed is away."));
    private static final Set<String> OF_READS = Set.of("400", "401", "404", "503");

    private OpenApiRefusals() {}

    static void addTo(ObjectNode responses, HttpMethod method) {
        MEANINGS.keySet().stream()
                .filter(status -> method != HttpMethod.GET || OF_READS.contains(status))
                .forEach(status -> responses.putObject(status).put("$ref", "#/components/responses/" + name(status)));
    }

    static ObjectNode responses() {
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        MEANINGS.forEach((status, meaning) -> responses
                .putObject(name(status))
                .put("description", meaning)
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + SCHEMA));
        return responses;
    }

    private static String name(String status) {
        return SCHEMA + status;
    }

    static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("description", "A refusal (RFC 9457).");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("type", "string");
        properties.putObject("title").put("type", "string");
        properties.putObject("status").put("type", "integer");
        properties.putObject("detail").put("type", "string").put("description", "What is wrong, in a sentence.");
        properties.putObject("instance").put("type", "string");
        properties.putObject("code").put("type", "string").put("description", "Stable, such as STALE_ETAG.");
        ObjectNode error = properties.putObject("errors").put("type", "array").putObject("items");
        error.put("type", "object");
        error.putObject("properties").putObject("pointer").put("type", "string").put("description", "JSON pointer.");
        ((ObjectNode) error.path("properties")).putObject("detail").put("type", "string");
        schema.putArray("required").add("status").add("code");
        return schema;
    }
}
