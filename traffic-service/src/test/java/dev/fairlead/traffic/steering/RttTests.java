package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import dev.fairlead.contracts.traffic.SteeringPolicy.Closeness;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.Audiences.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Closeness by what users measured. */
class RttTests {

    private static final List<DataCenterName> ALL = List.of(Scene.dc(EU), Scene.dc(EAST), Scene.dc(WEST));
    private static final Map<DataCenterName, Location> PLACES = Map.of(
            Scene.dc(EAST), new Location(38.9, -77.4),
            Scene.dc(WEST), new Location(45.6, -121.2),
            Scene.dc(EU), new Location(53.3, -6.3));

    private static List<AudienceShares> split(
            Map<String, Map<DataCenterName, Integer>> rtts, Closeness closeness, List<Audience> audiences) {
        SteeringPolicy policy = new SteeringPolicy(
                true, audiences, Map.of(), List.of(), AllDown.FAIL_OPEN, Failback.AUTO, Slow.IGNORE, null, closeness);
        Distances distances = Distances.of(new Fleet(PLACES, Map.of(), rtts), PlacesFile.read());
        return Audiences.split(new Terms(policy, ALL, ALL), distances);
    }

    private static List<Share> of(List<AudienceShares> audiences, String country) {
        return audiences.stream()
                .filter(audience -> audience.countries().contains(country))
                .findFirst()
                .orElseThrow()
                .shares();
    }

    private static List<Share> all(String where) {
        return List.of(new Share(Scene.dc(where), Share.WHOLE));
    }

    @Test
    void goesByWhatUsersMeasuredAndNotByTheMap() {
        Map<String, Map<DataCenterName, Integer>> cableOverThePond =
                Map.of("BR", Map.of(Scene.dc(EU), 90, Scene.dc(EAST), 130, Scene.dc(WEST), 180));

        assertThat(of(split(cableOverThePond, Closeness.RTT, List.of()), "BR")).isEqualTo(all(EU));
        assertThat(of(split(cableOverThePond, Closeness.GEOGRAPHY, List.of()), "BR"))
                .isEqualTo(all(EAST));
    }

    @Test
    void whereNobodyMeasuredTheMapDecides() {
        Map<String, Map<DataCenterName, Integer>> holes = Map.of("BR", Map.of(Scene.dc(WEST), 300));

        assertThat(split(holes, Closeness.RTT, List.of())).isEqualTo(split(Map.of(), Closeness.GEOGRAPHY, List.of()));
    }

    @Test
    void anAudienceGoesWhereItsCountriesTogetherAreNearest() {
        Audience latin = new Audience("latin", List.of("BR", "AR"), List.of(), List.of(), Map.of());
        Map<String, Map<DataCenterName, Integer>> rtts = Map.of(
                "BR", Map.of(Scene.dc(EU), 90, Scene.dc(EAST), 100, Scene.dc(WEST), 180),
                "AR", Map.of(Scene.dc(EU), 200, Scene.dc(EAST), 120, Scene.dc(WEST), 150));

        assertThat(split(rtts, Closeness.RTT, List.of(latin)).getFirst().shares())
                .isEqualTo(all(EAST));
    }

    @Test
    void samplesOfPlacesAndDataCentersThatNobodyKnowsDecideNothing() {
        Map<String, Map<DataCenterName, Integer>> unknown =
                Map.of("XX", Map.of(Scene.dc(WEST), 1), "BR", Map.of(Scene.dc("atlantis"), 1), "DE", Map.of());

        assertThat(split(unknown, Closeness.RTT, List.of())).isEqualTo(split(Map.of(), Closeness.RTT, List.of()));
    }

    @Test
    void withWhateverHolesEveryCountryIsSentToOneDataCenter() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            Map<String, Map<DataCenterName, Integer>> holes = new HashMap<>();
            for (Places.Country country : PlacesFile.read().countries()) {
                Map<DataCenterName, Integer> measured = new HashMap<>();
                ALL.forEach(name -> {
                    if (random.nextInt(3) == 0) {
                        measured.put(name, 1 + random.nextInt(400));
                    }
                });
                holes.put(country.code(), measured);
            }
            List<AudienceShares> audiences = split(holes, Closeness.RTT, List.of());
            assertThat(audiences.stream().flatMap(audience -> audience.countries().stream()))
                    .as("seed %d", seed)
                    .hasSize(250)
                    .doesNotHaveDuplicates();
            assertThat(audiences)
                    .as("seed %d", seed)
                    .allSatisfy(audience -> assertThat(audience.shares().stream()
                                    .mapToInt(Share::basisPoints)
                                    .sum())
                            .isEqualTo(Share.WHOLE));
        }
    }
}
