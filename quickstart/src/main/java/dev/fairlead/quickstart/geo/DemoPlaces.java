package dev.fairlead.quickstart.geo;

import dev.fairlead.contracts.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks that the demo's clients live in: ranges reserved for documentation (RFC 5737,
 * RFC 3849) and for carriers (RFC 6598), so that no real user's place is claimed.
 */
public final class DemoPlaces {

    private static final List<DemoPlace> ALL = List.of(
            new DemoPlace(Network.of("198.51.100.0/24"), "US", "NA", 40.7, -74.0), // New York
            new DemoPlace(Network.of("100.64.0.0/16"), "US", "NA", 40.7, -74.0),
            new DemoPlace(Network.of("100.65.0.0/16"), "US", "NA", 37.8, -122.4), // San Francisco
            new DemoPlace(Network.of("100.66.0.0/16"), "CA", "NA", 43.7, -79.4), // Toronto
            new DemoPlace(Network.of("192.0.2.0/24"), "BR", "SA", -23.6, -46.6), // São Paulo
            new DemoPlace(Network.of("203.0.113.0/24"), "DE", "EU", 50.1, 8.7), // Frankfurt
            new DemoPlace(Network.of("100.67.0.0/16"), "FR", "EU", 48.9, 2.4), // Paris
            new DemoPlace(Network.of("100.68.0.0/16"), "GB", "EU", 51.5, -0.1), // London
            new DemoPlace(Network.of("100.69.0.0/16"), "ZA", "AF", -26.2, 28.0), // Johannesburg
            new DemoPlace(Network.of("100.70.0.0/16"), "IN", "AS", 19.1, 72.9), // Mumbai
            new DemoPlace(Network.of("100.71.0.0/16"), "JP", "AS", 35.7, 139.7), // Tokyo
            new DemoPlace(Network.of("100.72.0.0/16"), "AU", "OC", -33.9, 151.2), // Sydney
            new DemoPlace(Network.of("2001:db8:1::/48"), "US", "NA", 37.8, -122.4),
            new DemoPlace(Network.of("2001:db8:2::/48"), "DE", "EU", 50.1, 8.7),
            new DemoPlace(Network.of("2001:db8:3::/48"), "JP", "AS", 35.7, 139.7));

    /** Without it PowerDNS' {@code pickclosest} was seen to ignore the location. */
    private static final int ACCURACY_KM = 100;

    private DemoPlaces() {}

    public static List<DemoPlace> all() {
        return ALL;
    }

    /** Writes them as a place database in the schema of MaxMind's city databases. */
    public static void write(Path file) throws IOException {
        MmdbWriter writer = new MmdbWriter("GeoLite2-City");
        ALL.forEach(place -> writer.put(place.network(), value(place)));
        writer.write(file, Instant.now());
    }

    private static MmdbValue value(DemoPlace place) {
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

    /**
     * A synthetic client network.
     *
     * @param country ISO 3166-1 alpha-2
     * @param latitude degrees
     * @param longitude degrees
     */
    public record DemoPlace(Network network, String country, String continent, double latitude, double longitude) {

        /** A client in the network. */
        public InetAddress client() {
            byte[] bytes = network.address().getAddress();
            bytes[bytes.length - 1] = 10;
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
            }
        }
    }
}
