package dev.fairlead.gateway.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.places.PlaceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmdbPlacesTests {

    @TempDir
    private Path directory;

    @Test
    void findsCountryContinentAndTheNetworkInTermsOfTheAddressFamily() throws IOException {
        Path file = directory.resolve("places.mmdb");
        PlaceDatabase.write(file, Map.of(Network.of("203.0.113.0/24"), new PlaceDatabase.Place("DE", "EU", 50.1, 8.7)));
        try (MmdbPlaces places = MmdbPlaces.open(file)) {
            assertThat(places.of(IpAddresses.parse("203.0.113.200"))).isEqualTo(new Place("DE", "EU", 24));
            assertThat(places.of(IpAddresses.parse("203.0.112.1"))).isEqualTo(new Place(null, null, 24));
            assertThat(places.of(IpAddresses.parse("8.8.8.8"))).isEqualTo(new Place(null, null, 1));
            assertThat(places.of(IpAddresses.parse("2001:db8::1")).country()).isNull();
        }
    }

    @Test
    void refusesAFileThatIsNoPlaceDatabase() throws IOException {
        Path file = Files.writeString(directory.resolve("nonsense.mmdb"), "nonsense");
        assertThatIllegalStateException()
                .isThrownBy(() -> MmdbPlaces.open(file))
                .withMessageContaining("nonsense.mmdb");
    }
}
