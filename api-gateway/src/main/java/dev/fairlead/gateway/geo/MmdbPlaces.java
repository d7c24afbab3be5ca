package dev.fairlead.gateway.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places from an MMDB file. Only the two codes are decoded, which makes a look-up several times cheaper than all of it. */
final class MmdbPlaces implements PlaceLookup, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MmdbPlaces.class);

    private final Reader reader;

    private MmdbPlaces(Reader reader) {
        this.reader = reader;
    }

    static MmdbPlaces open(Path file) {
        try {
            return new MmdbPlaces(new Reader(file.toFile(), new CHMCache()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the place database %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public Place of(InetAddress client) {
        if (client.getAddress().length > 4 && reader.getMetadata().ipVersion() == 4) {
            return Place.UNKNOWN;
        }
        try {
            DatabaseRecord<Entry> found = reader.getRecord(client, Entry.class);
            Entry entry = found.data();
            return new Place(
                    entry == null || entry.country() == null
                            ? null
                            : entry.country().code(),
                    entry == null || entry.continent() == null
                            ? null
                            : entry.continent().code(),
                    found.network().prefixLength());
        } catch (IOException e) {
            log.debug("client={} state=unknown reason=\"{}\"", client, e.toString());
            return Place.UNKNOWN;
        }
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
