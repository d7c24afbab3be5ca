package dev.fairlead.places;

import dev.fairlead.contracts.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that tells where networks are, in the schema of MaxMind's city databases ({@code country.iso_code},
 * {@code continent.code}, {@code location}), where DNS servers look.
 */
public final class PlaceDatabase {

    /** Without it PowerDNS' {@code pickclosest} was seen to ignore the location. */
    private static final int ACCURACY_KM = 100;

    private PlaceDatabase() {}

    /**
     * Where a network is.
     *
     * @param country ISO 3166-1 alpha-2
     * @param continent AF, AN, AS, EU, NA, OC, SA
     * @param latitude degrees
     * @param longitude degrees
     */
    public record Place(String country, String continent, double latitude, double longitude) {}

    /** Writes the file. No network may lie inside another. */
    public static void write(Path file, Map<Network, Place> networks) throws IOException {
        MmdbWriter writer = new MmdbWriter("GeoLite2-City");
        networks.forEach((network, place) -> writer.put(network, value(place)));
        writer.write(file, Instant.now());
    }

    private static MmdbValue value(Place place) {
        return table(Map.of(
                "continent", table(Map.of("code", new MmdbValue.Text(place.continent()))),
                "country",
                        table(Map.of(
                                "iso_code",
                                new MmdbValue.Text(place.country()),
                                "names",
                                table(Map.of("en", new MmdbValue.Text(place.country()))))),
                "location",
                        table(Map.of(
                                "accuracy_radius", new MmdbValue.UInt16(ACCURACY_KM),
                                "latitude", new MmdbValue.Real(place.latitude()),
                                "longitude", new MmdbValue.Real(place.longitude())))));
    }

    /** In order of key, so that the same places make the same file. */
    private static MmdbValue table(Map<String, MmdbValue> entries) {
        Map<String, MmdbValue> sorted = new LinkedHashMap<>();
        entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return new MmdbValue.Table(sorted);
    }
}
