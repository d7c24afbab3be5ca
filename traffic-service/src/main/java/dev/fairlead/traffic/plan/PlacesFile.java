package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.traffic.steering.Places;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The built-in table of countries and continents, {@code places.csv}. */
public final class PlacesFile {

    private PlacesFile() {}

    public static Places read() {
        try (InputStream file = PlacesFile.class.getResourceAsStream("/places.csv")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return parse(text.lines().filter(line -> !line.startsWith("#")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("places.csv cannot be read", e);
        }
    }

    private static Places parse(List<String> lines) {
        List<Places.Country> countries = new ArrayList<>();
        List<Places.Continent> continents = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            Location location = new Location(Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
            if (fields[0].isEmpty()) {
                continents.add(new Places.Continent(fields[1], location));
            } else {
                countries.add(new Places.Country(fields[0], fields[1], location));
            }
        }
        return new Places(countries, continents);
    }
}
