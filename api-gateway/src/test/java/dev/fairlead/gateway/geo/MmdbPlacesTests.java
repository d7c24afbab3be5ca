package dev.fairlead.gateway.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.places.PlaceDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmdbPlacesTests {

    @TempDir
    private Path directory;

    @Test
    void findsCountryContinentAndTheNetworkInTermsOfTheAddressFamily() throws IOException {
        try (MmdbPlaces places = MmdbPlaces.open(written("places.mmdb"))) {
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

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MmdbPlaces.open(directory.resolve("gone.mmdb")))
                .withMessageContaining("gone.mmdb")
                .withMessageContaining("No such file");
    }

    @Test
    void refusesAFileThatIsCutOffWherever() throws IOException {
        byte[] whole = Files.readAllBytes(written("whole.mmdb"));
        Path cut = directory.resolve("cut.mmdb");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatIllegalStateException()
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() -> MmdbPlaces.open(cut))
                    .withMessageStartingWith("cannot read the place database")
                    .withMessageContaining("cut.mmdb");
        }
    }

    @Test
    void refusesADatabaseOfSomethingElse() throws IOException {
        Path other = written("other.mmdb");
        replace(other, "country", "carrier");
        replace(other, "continent", "connector");
        assertThatIllegalStateException()
                .isThrownBy(() -> MmdbPlaces.open(other))
                .withMessageContaining("other.mmdb tells no places");
    }

    @Test
    void answersAlsoWhereTheFileIsDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(written("whole.mmdb"));
        Random random = new Random(1);
        Path damaged = directory.resolve("damaged.mmdb");
        int opened = 0;
        for (int round = 0; round < 500; round++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            Files.write(damaged, bytes);
            try (MmdbPlaces places = MmdbPlaces.open(damaged)) {
                opened++;
                assertThat(places.of(IpAddresses.parse("203.0.113.200"))).isNotNull();
                assertThat(places.of(IpAddresses.parse("8.8.8.8"))).isNotNull();
                assertThat(places.of(IpAddresses.parse("2001:db8::1"))).isNotNull();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("damaged.mmdb");
            }
        }
        assertThat(opened).as("some damage is not seen at the start").isPositive();
    }

    private Path written(String name) throws IOException {
        Path file = directory.resolve(name);
        PlaceDatabase.write(file, Map.of(Network.of("203.0.113.0/24"), new PlaceDatabase.Place("DE", "EU", 50.1, 8.7)));
        return file;
    }

    private static void replace(Path file, String word, String other) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(word);
        Files.writeString(file, text.replace(word, other), StandardCharsets.ISO_8859_1);
    }
}
