package dev.fairlead.deploy.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.DrillScheduleSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored schedule: the resource as it was written, and how it stands.
 *
 * @param kind {@link #KIND}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DrillSchedule(
        String kind,
        Resource.Metadata metadata,
        DrillScheduleSpec spec,
        @Nullable Status status) {

    static final String KIND = "DrillSchedule";

    DrillSchedule(String name, long generation, DrillScheduleSpec spec, @Nullable Status status) {
        this(KIND, new Resource.Metadata(name, generation), spec, status);
    }

    /**
     * Why no drill began in the last window in which none could.
     *
     * @param refusedAt when that was seen last
     */
    record Status(String refusal, Instant refusedAt) {}

    String name() {
        return metadata.name();
    }

    long generation() {
        Long generation = metadata.generation();
        return generation == null ? 1 : generation;
    }
}
