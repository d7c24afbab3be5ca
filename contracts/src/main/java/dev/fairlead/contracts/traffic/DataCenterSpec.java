package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.RegionName;
import org.jspecify.annotations.Nullable;

/**
 * A failure domain that traffic is steered between.
 *
 * @param region the region of the control plane it belongs to; that region's own finding about it is not a vote
 * @param evacuation absent: what goes on with one application there says nothing of the others
 * @param capacityPerSecond how many requests per second all applications together may be sent there; absent: any number
 */
public record DataCenterSpec(
        RegionName region,
        Location location,
        @Nullable Evacuation evacuation,
        @Nullable Long capacityPerSecond) {

    public DataCenterSpec {
        if (capacityPerSecond != null) {
            inRange(capacityPerSecond, 1, Demand.MOST, "capacityPerSecond");
        }
        required(region, "region");
        required(location, "location");
    }

    /** One whose applications are judged each by itself. */
    public DataCenterSpec(RegionName region, Location location) {
        this(region, location, null, null);
    }
}
