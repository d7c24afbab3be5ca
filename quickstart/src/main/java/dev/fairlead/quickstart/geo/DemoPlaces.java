package dev.fairlead.quickstart.geo;

import static java.util.stream.Collectors.toMap;

import dev.fairlead.contracts.Network;
import dev.fairlead.places.PlaceDatabase;
import dev.fairlead.places.PlaceDatabase.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/**
 * The networks that the demo's clients live in: ranges reserved for documentation (RFC 5737,
 * RFC 3849) and for carriers (RFC 6598), so that no real user's place is claimed.
 */
public final class DemoPlaces {

    private static final List<DemoPlace> ALL = List.of(
            new DemoPlace(Network.of("198.51.100.0/24"), new Place("US", "NA", 40.7, -74.0)), // New York
            new DemoPlace(Network.of("100.64.0.0/16"), new Place("US", "NA", 40.7, -74.0)),
            new DemoPlace(Network.of("100.65.0.0/16"), new Place("US", "NA", 37.8, -122.4)), // San Francisco
            new DemoPlace(Network.of("100.66.0.0/16"), new Place("CA", "NA", 43.7, -79.4)), // Toronto
            new DemoPlace(Network.of("192.0.2.0/24"), new Place("BR", "SA", -23.6, -46.6)), // São Paulo
            new DemoPlace(Network.of("203.0.113.0/24"), new Place("DE", "EU", 50.1, 8.7)), // Frankfurt
            new DemoPlace(Network.of("100.67.0.0/16"), new Place("FR", "EU", 48.9, 2.4)), // Paris
            new DemoPlace(Network.of("100.68.0.0/16"), new Place("GB", "EU", 51.5, -0.1)), // London
            new DemoPlace(Network.of("100.69.0.0/16"), new Place("ZA", "AF", -26.2, 28.0)), // Johannesburg
            new DemoPlace(Network.of("100.70.0.0/16"), new Place("IN", "AS", 19.1, 72.9)), // Mumbai
            new DemoPlace(Network.of("100.71.0.0/16"), new Place("JP", "AS", 35.7, 139.7)), // Tokyo
            new DemoPlace(Network.of("100.72.0.0/16"), new Place("AU", "OC", -33.9, 151.2)), // Sydney
            new DemoPlace(Network.of("2001:db8:1::/48"), new Place("US", "NA", 37.8, -122.4)),
            new DemoPlace(Network.of("2001:db8:2::/48"), new Place("DE", "EU", 50.1, 8.7)),
            new DemoPlace(Network.of("2001:db8:3::/48"), new Place("JP", "AS", 35.7, 139.7)));

    private DemoPlaces() {}

    public static List<DemoPlace> all() {
        return ALL;
    }

    /** Writes them as a place database. */
    public static void write(Path file) throws IOException {
        PlaceDatabase.write(file, ALL.stream().collect(toMap(DemoPlace::network, DemoPlace::place)));
    }

    /** A synthetic client network. */
    public record DemoPlace(Network network, Place place) {

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
