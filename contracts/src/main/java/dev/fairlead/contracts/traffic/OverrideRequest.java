package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or a run asks for.
 *
 * @param minutes until it expires: 1 minute to 72 hours; default 60
 */
public record OverrideRequest(
        RoutingOverride.Kind kind,
        @Nullable ApplicationName application,
        DataCenterName dataCenter,
        String reason,
        Integer minutes) {

    public OverrideRequest {
        required(kind, "kind");
        required(dataCenter, "dataCenter");
        sentence(reason, "reason");
        minutes = (int)
                inRange(requireNonNullElse(minutes, 60), 1, Duration.ofHours(72).toMinutes(), "minutes");
    }
}
