package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.traffic.Location;

/** Great-circle distance by the haversine formula, in kilometres on a sphere of the Earth's mean radius. */
final class Distance {

    private static final double EARTH_KM = 6_371;

    private Distance() {}

    static double km(Location from, Location to) {
        double latitudes = Math.toRadians(to.latitude() - from.latitude());
        double longitudes = Math.toRadians(to.longitude() - from.longitude());
        double a = Math.pow(Math.sin(latitudes / 2), 2)
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * Math.pow(Math.sin(longitudes / 2), 2);
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
