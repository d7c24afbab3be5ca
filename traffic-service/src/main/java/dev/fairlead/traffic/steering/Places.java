package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Location;
import java.util.Comparator;
import java.util.List;

/**
 * Where users are: the countries and the continents, each with the coordinates that stand for it, in order of code.
 */
public record Places(List<Country> countries, List<Continent> continents) {

    public Places {
        countries =
                countries.stream().sorted(Comparator.comparing(Country::code)).toList();
        continents = continents.stream()
                .sorted(Comparator.comparing(Continent::code))
                .toList();
    }

    /**
     * @param code ISO 3166-1 alpha-2
     * @param continent code of its continent
     */
    public record Country(String code, String continent, Location location) {}

    /** @param code AF, AN, AS, EU, NA, OC or SA */
    public record Continent(String code, Location location) {}
}
