package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or a run asks for.
 *
 * @param dataCenter absent: everywhere, which only a read-only order may be
 * @param minutes until it expires: 1 minute to 72 hours; default 60
 * @param overMinutes how long a drain takes to empty the data center, in equal steps: 1 minute to 10 hours, and less than
 *     {@code minutes}; absent: everybody leaves at once
 */
public record OverrideRequest(
        RoutingOverride.Kind kind,
        @Nullable ApplicationName application,
        @Nullable DataCenterName dataCenter,
        String reason,
        Integer minutes,
        @Nullable Integer overMinutes) {

    private static final long MOST_OVER = Duration.ofHours(10).toMinutes();

    public OverrideRequest {
        required(kind, "kind");
        if (kind != RoutingOverride.Kind.READ_ONLY) {
            required(dataCenter, "dataCenter");
        }
        sentence(reason, "reason");
        minutes = (int)
                inRange(requireNonNullElse(minutes, 60), 1, Duration.ofHours(72).toMinutes(), "minutes");
        if (overMinutes != null) {
            checkSteps(kind, (int) inRange(overMinutes, 1, MOST_OVER, "overMinutes"), minutes);
        }
    }

    /** Of what acts at once. */
    public OverrideRequest(
            RoutingOverride.Kind kind,
            @Nullable ApplicationName application,
            @Nullable DataCenterName dataCenter,
            String reason,
            Integer minutes) {
        this(kind, application, dataCenter, reason, minutes, null);
    }

    private static void checkSteps(RoutingOverride.Kind kind, int overMinutes, int minutes) {
        if (kind != RoutingOverride.Kind.DRAIN) {
            throw new InvalidFieldException("overMinutes", "only a drain goes by steps");
        }
        if (overMinutes >= minutes) {
            throw new InvalidFieldException(
                    "overMinutes",
                    "the data center would be empty after %d minutes, but the drain expires after %d: let it last longer"
                            .formatted(overMinutes, minutes));
        }
    }
}
