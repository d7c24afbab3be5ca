package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.json.LenientJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The last good plans on disk, so that a gateway that starts while nobody else answers still serves them. */
final class PlanSnapshot {

    private static final Logger log = LoggerFactory.getLogger(PlanSnapshot.class);

    private final DurableFile file;
    private final JsonMapper json;

    PlanSnapshot(Path directory, JsonMapper json) {
        this.file = new DurableFile(directory.resolve("plans.json"));
        this.json = LenientJson.of(json); // another version may have written it
    }

    /** Empty when there is none, or none that can be read. */
    Optional<List<RoutingPlan>> read() {
        try {
            return file.read().map(this::plans);
        } catch (DataPlaneException | JacksonException | IllegalArgumentException e) {
            log.warn("snapshot={} state=unreadable reason=\"{}\"", file.path(), e.getMessage());
            return Optional.empty();
        }
    }

    private List<RoutingPlan> plans(String text) {
        return json.readValue(text, new TypeReference<Listing<RoutingPlan>>() {})
                .items();
    }

    /** A failure is logged and harmless: the next change is written again. */
    void write(List<RoutingPlan> plans) {
        try {
            file.write(json.writeValueAsString(new Listing<>(plans)));
        } catch (DataPlaneException | JacksonException e) {
            log.warn("snapshot={} state=not-written reason=\"{}\"", file.path(), e.getMessage());
        }
    }
}
