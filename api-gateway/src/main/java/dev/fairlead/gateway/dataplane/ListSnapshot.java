package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.service.json.LenientJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The last good list of the traffic-service on disk, for a gateway that starts while nobody else answers. */
class ListSnapshot<T> {

    private static final Logger log = LoggerFactory.getLogger(ListSnapshot.class);

    private final DurableFile file;
    private final JsonMapper json;
    private final TypeReference<Listing<T>> type;

    ListSnapshot(Path file, JsonMapper json, TypeReference<Listing<T>> type) {
        this.file = new DurableFile(file);
        this.json = LenientJson.of(json); // another version may have written it
        this.type = type;
    }

    /** Empty when there is none, or none that can be read. */
    Optional<List<T>> read() {
        try {
            return file.read().map(text -> json.readValue(text, type).items());
        } catch (DataPlaneException | JacksonException | IllegalArgumentException e) {
            log.warn("snapshot={} state=unreadable reason=\"{}\"", file.path(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A failure is logged and harmless: the next change is written again. */
    void write(List<T> items) {
        try {
            file.write(json.writeValueAsString(new Listing<>(items)));
        } catch (DataPlaneException | JacksonException e) {
            log.warn("snapshot={} state=not-written reason=\"{}\"", file.path(), e.getMessage());
        }
    }
}
