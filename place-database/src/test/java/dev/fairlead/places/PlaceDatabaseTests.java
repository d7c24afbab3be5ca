package dev.fairlead.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.Reader;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.places.PlaceDatabase.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceDatabaseTests {

    @TempDir
    private Path directory;

    @Test
    void aStrictReaderFindsEveryPlaceWithItsNetwork() throws IOException {
        Path file = directory.resolve("places.mmdb");
        Map<Network, Place> networks = Map.of(
                Network.of("198.51.100.0/24"), new Place("US", "NA", 40.7, -74.0),
                Network.of("100.64.0.0/16"), new Place("US", "NA", 40.7, -74.0),
                Network.of("203.0.113.0/24"), new Place("DE", "EU", 50.1, 8.7),
                Network.of("2001:db8:1::/48"), new Place("JP", "AS", 35.7, 139.7));
        PlaceDatabase.write(file, networks);
        try (Reader reader = new Reader(file.toFile())) {
            assertThat(reader.getMetadata().databaseType()).isEqualTo("GeoLite2-City");
            for (Map.Entry<Network, Place> entry : networks.entrySet()) {
                Network network = entry.getKey();
                Place place = entry.getValue();
                DatabaseRecord<Map<String, Object>> found =
                        record(reader, network.address().getHostAddress());
                assertThat(found.data())
                        .as("%s", place)
                        .containsEntry("continent", Map.of("code", place.continent()))
                        .containsEntry(
                                "country", Map.of("iso_code", place.country(), "names", Map.of("en", place.country())))
                        .containsEntry(
                                "location",
                                Map.of(
                                        "accuracy_radius", 100,
                                        "latitude", place.latitude(),
                                        "longitude", place.longitude()));
                assertThat(found.network().prefixLength()).isEqualTo(network.prefix());
            }
            assertThat(record(reader, "8.8.8.8").data()).isNull();
            assertThat(record(reader, "2001:db8:ffff::1").data()).isNull();
        }
    }

    @Test
    void storesEqualValuesOnceAndLongOnesWhole() throws IOException {
        Path file = directory.resolve("long.mmdb");
        MmdbValue value = new MmdbValue.Table(Map.of("text", new MmdbValue.Text("x".repeat(60_000))));
        new MmdbWriter("Test")
                .put(Network.of("192.0.2.0/25"), value)
                .put(Network.of("192.0.2.128/25"), value)
                .write(file, Instant.EPOCH);
        assertThat(file.toFile().length()).isLessThan(70_000);
        try (Reader reader = new Reader(file.toFile())) {
            assertThat(record(reader, "192.0.2.200").data()).containsEntry("text", "x".repeat(60_000));
        }
    }

    @Test
    void refusesANetworkInsideAnother() {
        MmdbWriter writer = new MmdbWriter("Test").put(Network.of("192.0.2.0/24"), new MmdbValue.Text("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.put(Network.of("192.0.2.0/25"), new MmdbValue.Text("b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.put(Network.of("192.0.0.0/16"), new MmdbValue.Text("b")));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static DatabaseRecord<Map<String, Object>> record(Reader reader, String address) throws IOException {
        return (DatabaseRecord) reader.getRecord(IpAddresses.parse(address), Map.class);
    }
}
