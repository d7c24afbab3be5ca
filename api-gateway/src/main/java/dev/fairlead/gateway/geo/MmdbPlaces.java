package dev.fairlead.gateway.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places from an MMDB file. Only the two codes are decoded, which makes a look-up several times cheaper than all of it. A file that
 * cannot be read, or tells no places, is refused at the start; where a good one is damaged later, places are unknown.
 */
final class MmdbPlaces implements PlaceLookup, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MmdbPlaces.class);

    /** Among so many networks of a database of places some have one. */
    private static final int LOOKED_AT = 1_000;

    private final Reader reader;

    private MmdbPlaces(Reader reader) {
        this.reader = reader;
    }

    static MmdbPlaces open(Path file) {
        try {
            MmdbPlaces places = new MmdbPlaces(new Reader(file.toFile(), new CHMCache()));
            if (places.tellsPlaces()) {
                return places;
            }
            places.close();
        } catch (IOException | InvalidNetworkException | RuntimeException e) { // what is cut off fails in many ways
            throw new IllegalStateException(
                    "cannot read the place database %s: %s"
                            .formatted(file, Objects.requireNonNullElse(e.getMessage(), e.toString())),
                    e);
        }
        throw new IllegalStateException(
                "the place database %s tells no places: its networks have neither country.iso_code nor continent.code"
                        .formatted(file));
    }

    private boolean tellsPlaces() throws IOException, InvalidNetworkException {
        Networks<Entry> networks = reader.networks(Entry.class);
        for (int i = 0; i < LOOKED_AT && networks.hasNext(); i++) {
            Place place = place(networks.next());
            if (place.country() != null || place.continent() != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Place of(InetAddress client) {
        if (client.getAddress().length > 4 && reader.getMetadata().ipVersion() == 4) {
            return Place.UNKNOWN;
        }
        try {
            return place(reader.getRecord(client, Entry.class));
        } catch (IOException | RuntimeException e) {
            log.debug("client={} state=unknown reason=\"{}\"", client, e.toString());
            return Place.UNKNOWN;
        }
    }

    private static Place place(DatabaseRecord<Entry> found) {
        Entry entry = found.data();
        return new Place(
                entry == null || entry.country() == null
                        ? null
                        : entry.country().code(),
                entry == null || entry.continent() == null
                        ? null
                        : entry.continent().code(),
                found.network().prefixLength());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    // public, because the reader makes them by reflection without asking for more access than that
    public record Entry(@Nullable Country country, @Nullable Continent continent) {

        @MaxMindDbConstructor
        public Entry(
                @MaxMindDbParameter(name = "country") @Nullable Country country,
                @MaxMindDbParameter(name = "continent") @Nullable Continent continent) {
            this.country = country;
            this.continent = continent;
        }
    }

    public record Country(@Nullable String code) {

        @MaxMindDbConstructor
        public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String code) {
            this.code = code;
        }
    }

    public record Continent(@Nullable String code) {

        @MaxMindDbConstructor
        public Continent(@MaxMindDbParameter(name = "code") @Nullable String code) {
            this.code = code;
        }
    }
}
