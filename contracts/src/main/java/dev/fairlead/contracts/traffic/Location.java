package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.InvalidFieldException;

/** Coordinates in degrees. */
public record Location(double latitude, double longitude) {

    public Location {
        if (!(Math.abs(latitude) <= 90)) {
            throw new InvalidFieldException("latitude", "latitude is %s, not between -90 and 90".formatted(latitude));
        }
        if (!(Math.abs(longitude) <= 180)) {
            throw new InvalidFieldException(
                    "longitude", "longitude is %s, not between -180 and 180".formatted(longitude));
        }
    }
}
