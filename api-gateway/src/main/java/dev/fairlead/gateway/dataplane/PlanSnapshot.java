package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.json.LenientJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    private final Path file;
    private final JsonMapper json;

    PlanSnapshot(Path directory, JsonMapper json) {
        this.file = directory.resolve("plans.json");
        this.json = LenientJson.of(json); // another version may have written it
    }

    /** Empty when there is none, or none that can be read. */
    Optional<List<RoutingPlan>> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Listing<RoutingPlan> listing = json.readValue(Files.readAllBytes(file), new TypeReference<>() {});
            return Optional.of(listing.items());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            log.warn("snapshot={} state=unreadable reason=\"{}\"", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** A failure is logged and harmless: the next change is written again. */
    void write(List<RoutingPlan> plans) {
        Path next = file.resolveSibling("plans.json.tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(next, json.writeValueAsBytes(new Listing<>(plans)));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | JacksonException e) {
            log.warn("snapshot={} state=not-written reason=\"{}\"", file, e.toString());
        }
    }
}
