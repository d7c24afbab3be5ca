package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.RegionName;

/**
 * A failure domain that traffic is steered between.
 *
 * @param region the region of the control plane it belongs to; that region's own finding about it is not a vote
 */
public record DataCenterSpec(RegionName region, Location location) {

    public DataCenterSpec {
        required(region, "region");
        required(location, "location");
    }
}
