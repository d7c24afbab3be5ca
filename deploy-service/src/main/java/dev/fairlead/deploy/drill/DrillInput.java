package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.deploy.DrillSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drill as it is stored with its run.
 *
 * @param parts the applications in the order in which they go
 */
public record DrillInput(DrillSpec spec, List<Part> parts) {

    public DrillInput {
        parts = List.copyOf(parts);
    }

    /**
     * An application that takes part.
     *
     * @param database absent: it has none
     */
    public record Part(
            ApplicationName application, @Nullable DatabaseName database) {}

    public List<ApplicationName> applications() {
        return parts.stream().map(Part::application).toList();
    }
}
