package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.SteeringPolicy.Closeness;
import dev.fairlead.traffic.steering.Audiences.Terms;
import dev.fairlead.traffic.steering.Places.Continent;
import dev.fairlead.traffic.steering.Places.Country;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * For each place the data centers of a fleet, nearest first: worked out once for a fleet, because it is the dear part of
 * steering by geography. Distances are great circles by the haversine formula; ties go to the first name.
 */
public final class Distances {

    private static final double EARTH_RADIUS_KM = 6_371;
    private static final int MOST_REMEMBERED = 1_000;

    private final Fleet fleet;
    private final List<DataCenterName> dataCenters;
    private final Map<String, Location> locations = new HashMap<>();
    private final Map<String, String> continentsOf = new HashMap<>();
    private final List<Ranked<Country>> countries = new ArrayList<>();
    private final List<Ranked<Country>> countriesByRtt = new ArrayList<>();
    private final List<Ranked<Continent>> continents = new ArrayList<>();

    /** Remembering changes no answer: it only spares a thousand applications that ask the same thing the same work. */
    private final Map<Terms, Split> splits = new ConcurrentHashMap<>();

    private final Map<From, List<DataCenterName>> rankings = new ConcurrentHashMap<>();
    private final Map<DataCenterName, List<DataCenterName>> neighbours = new ConcurrentHashMap<>();

    private Distances(Fleet fleet, Places places) {
        this.fleet = fleet;
        this.dataCenters = List.copyOf(fleet.locations().keySet());
        for (Country country : places.countries()) {
            locations.put(country.code(), country.location());
            continentsOf.put(country.code(), country.continent());
            countries.add(new Ranked<>(country, indices(country.location())));
            countriesByRtt.add(new Ranked<>(country, indices(rankingByRtt(List.of(country)))));
        }
        for (Continent continent : places.continents()) {
            locations.put(continentKey(continent.code()), continent.location());
            continents.add(new Ranked<>(continent, indices(continent.location())));
        }
    }

    public static Distances of(Fleet fleet, Places places) {
        return new Distances(fleet, places);
    }

    public Fleet fleet() {
        return fleet;
    }

    int size() {
        return dataCenters.size();
    }

    /** The number under which {@link Ranked#nearest()} knows the data center; negative when the fleet has none such. */
    int index(DataCenterName dataCenter) {
        return Collections.binarySearch(dataCenters, dataCenter);
    }

    List<Ranked<Country>> countries(Closeness by) {
        return by == Closeness.RTT ? countriesByRtt : countries;
    }

    List<Ranked<Continent>> continents() {
        return continents;
    }

    /** The data centers by the sum of their distances from these places; empty when none of the places is known. */
    List<DataCenterName> ranking(List<String> countryCodes, List<String> continentCodes, Closeness by) {
        return remembered(rankings, new From(countryCodes, continentCodes, by), this::ranking);
    }

    private List<DataCenterName> ranking(From from) {
        List<Country> known = countries.stream()
                .map(Ranked::place)
                .filter(country -> from.countries().contains(country.code()))
                .toList();
        return from.by() == Closeness.RTT && from.continents().isEmpty() && !known.isEmpty()
                ? rankingByRtt(known)
                : ranking(from.countries(), from.continents());
    }

    private List<DataCenterName> ranking(List<String> countryCodes, List<String> continentCodes) {
        List<Location> from = new ArrayList<>();
        for (String code : countryCodes) {
            add(from, code);
        }
        for (String code : continentCodes) {
            add(from, continentKey(code));
        }
        return from.isEmpty() ? List.of() : ranking(from);
    }

    /** The data centers, itself first. */
    List<DataCenterName> nearestTo(DataCenterName dataCenter) {
        return remembered(neighbours, dataCenter, name -> {
            Location here = fleet.locations().get(name);
            return here == null ? dataCenters : ranking(List.of(here));
        });
    }

    /** Absent: no table has the country. */
    @Nullable String continentOf(String countryCode) {
        return continentsOf.get(countryCode);
    }

    /** How the audiences of these terms are split over this fleet. */
    Split split(Terms terms) {
        return remembered(splits, terms, asked -> new Split(Audiences.split(asked, this), asked.pools()));
    }

    private static <K, V> V remembered(Map<K, V> known, K asked, Function<K, V> answer) {
        V before = known.get(asked);
        if (before != null) {
            return before;
        }
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        V now = answer.apply(asked);
        known.put(asked, now);
        return now;
    }

    private int[] indices(Location from) {
        return indices(ranking(List.of(from)));
    }

    private int[] indices(List<DataCenterName> ranking) {
        return ranking.stream().mapToInt(this::index).toArray();
    }

    /** By the sum of what users of these countries measured; where nobody did, of what their ways would take. */
    private List<DataCenterName> rankingByRtt(List<Country> from) {
        Map<DataCenterName, Double> far = new HashMap<>();
        fleet.locations()
                .forEach((name, location) -> far.put(
                        name,
                        from.stream()
                                .mapToDouble(country -> {
                                    Integer measured = fleet.rtts()
                                            .getOrDefault(country.code(), Map.of())
                                            .get(name);
                                    return measured == null
                                            ? expectedMs(kilometers(country.location(), location))
                                            : measured;
                                })
                                .sum()));
        return inOrder(far);
    }

    /** Light in glass takes 10 ms for 1,000 km and back; cables go half as far again, and the last mile takes its own. */
    private static double expectedMs(double kilometers) {
        return 5 + kilometers * 1.5 / 100;
    }

    private void add(Collection<Location> found, String key) {
        Location location = locations.get(key);
        if (location != null) {
            found.add(location);
        }
    }

    private List<DataCenterName> ranking(List<Location> from) {
        Map<DataCenterName, Double> far = new HashMap<>();
        fleet.locations()
                .forEach((name, location) -> far.put(
                        name,
                        from.stream()
                                .mapToDouble(place -> kilometers(place, location))
                                .sum()));
        return inOrder(far);
    }

    private List<DataCenterName> inOrder(Map<DataCenterName, Double> far) {
        List<DataCenterName> ranking = new ArrayList<>(dataCenters);
        ranking.sort(Comparator.comparing((DataCenterName name) -> far.getOrDefault(name, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        return List.copyOf(ranking);
    }

    static double kilometers(Location from, Location to) {
        double latitude = Math.toRadians(to.latitude() - from.latitude()) / 2;
        double longitude = Math.toRadians(to.longitude() - from.longitude()) / 2;
        double haversine = Math.pow(Math.sin(latitude), 2)
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * Math.pow(Math.sin(longitude), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)));
    }

    /** NA is a continent and a country. */
    private static String continentKey(String code) {
        return "continent " + code;
    }

    /** Users, told apart by place. */
    private record From(List<String> countries, List<String> continents, Closeness by) {}

    /** A place and the indices of the data centers, nearest first: numbers, because they are walked for each decision. */
    record Ranked<P>(P place, int[] nearest) {}
}
