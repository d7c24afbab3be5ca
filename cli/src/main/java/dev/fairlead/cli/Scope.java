package dev.fairlead.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which users an operator's order is about, and why it is given. */
final class Scope {

    @Parameters(index = "0", paramLabel = "DATA-CENTER")
    private String dataCenter = "";

    @Option(names = "--app", paramLabel = "APP", description = "Only this application; else every one.")
    private @Nullable String application;

    @Option(names = "--reason", required = true, description = "Whoever is on call next will read it.")
    private String reason = "";

    /** The order as the server takes it. */
    ObjectNode order() {
        ObjectNode order = Json.MAPPER.createObjectNode();
        order.put("dataCenter", dataCenter).put("reason", reason);
        if (application != null) {
            order.put("application", application);
        }
        return order;
    }

    String dataCenter() {
        return dataCenter;
    }

    /** The applications that an order or an override names. */
    static String applications(JsonNode order) {
        return order.hasNonNull("application") ? Json.cell(order.path("application")) : "every application";
    }
}
