package dev.fairlead.quickstart.story;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A takeover or switchover, as its run is told. */
record Move(JsonNode run) {

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "rolled-back", "aborted");

    /** A step that is done. */
    record Done(Instant at, String message) {}

    /** The newest takeover that began after a moment. */
    static @Nullable Move newest(JsonNode listing, Instant moment) {
        return listing.path("items")
                .valueStream()
                .map(Move::new)
                .filter(move -> move.createdAt().isAfter(moment))
                .findFirst()
                .orElse(null);
    }

    String id() {
        return run.path("id").asString();
    }

    private Instant createdAt() {
        return Instant.parse(run.path("createdAt").asString());
    }

    String message() {
        return run.path("message").asString();
    }

    /** Whether it ended as it was to. */
    boolean succeeded() {
        return run.path("state").asString().equals("succeeded");
    }

    /** Whether no step of it is to come any more. */
    boolean ended() {
        return ENDED.contains(run.path("state").asString());
    }

    /** The step, when it is done. */
    @Nullable Done step(String name) {
        JsonNode step = named(name);
        return step.path("state").asString().equals("done")
                ? new Done(
                        Instant.parse(step.path("endedAt").asString()),
                        step.path("message").asString())
                : null;
    }

    /** What a step stored; empty: it did not. */
    String output(String step, String name) {
        return named(step).path("output").path(name).asString("");
    }

    private JsonNode named(String name) {
        return run.path("steps")
                .valueStream()
                .filter(step -> step.path("name").asString().equals(name))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }
}
