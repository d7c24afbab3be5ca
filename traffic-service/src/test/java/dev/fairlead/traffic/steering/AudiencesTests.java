package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.shares;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AudiencesTests {

    private final Scene scene = new Scene();

    private static AudienceShares audience(RoutingPlan plan, String name) {
        return plan.audiences().stream()
                .filter(audience -> audience.audience().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendsEachCountryToTheNearestDataCenterInFewAudiences() {
        RoutingPlan plan = scene.nearest().decide();
        assertThat(plan.audiences())
                .extracting(AudienceShares::audience)
                .containsExactly("nearest-eu-west", "nearest-us-east", "nearest-us-west", "everyone");
        AudienceShares europe = audience(plan, "nearest-eu-west");
        assertThat(europe.countries()).contains("DE", "FR", "ZA", "IN").isSorted();
        assertThat(europe.continents()).contains("EU", "AF");
        assertThat(audience(plan, "nearest-us-east").countries()).contains("US", "CA", "BR");
        assertThat(audience(plan, "nearest-us-west").countries()).contains("JP", "AU", "NZ");
        assertThat(plan.audiences().stream()
                        .mapToInt(one -> one.countries().size())
                        .sum())
                .isEqualTo(250);
    }

    @Test
    void sendsACountryToTheNextNearestWhenTheNearestIsOut() {
        scene.nearest().decide();
        RoutingPlan plan = scene.down(EU).decide();
        assertThat(audience(plan, "nearest-us-east").countries()).contains("DE", "FR", "US");
    }

    @Test
    void prefersTheFailoverOrderToDistanceWhenTheNearestIsOut() {
        scene.nearest().failover(WEST).decide();
        RoutingPlan plan = scene.down(EU).decide();
        assertThat(audience(plan, "nearest-us-west").countries()).contains("DE", "FR", "JP");
        assertThat(audience(plan, "nearest-us-east").countries()).contains("US");
    }

    @Test
    void putsThePolicysOwnAudiencesFirstAndLeavesTheirPlacesToThem() {
        scene.nearest().audience("canary", List.of("DE"), List.of("AS"), Map.of(EAST, 1, EU, 3));
        RoutingPlan plan = scene.decide();
        assertThat(plan.audiences().getFirst().audience()).isEqualTo("canary");
        assertThat(shares(plan, "canary")).isEqualTo(Map.of(EAST, 2500, EU, 7500));
        assertThat(plan.audiences().stream().skip(1).flatMap(one -> one.countries().stream()))
                .contains("FR")
                .doesNotContain("DE", "JP", "IN");
        assertThat(plan.audiences().stream().skip(1).flatMap(one -> one.continents().stream()))
                .doesNotContain("AS");
    }

    @Test
    void composesWeightsWithFailover() {
        scene.audience("canary", List.of("DE"), List.of(), Map.of(EAST, 9, EU, 1))
                .failover(WEST, EAST);
        scene.decide();
        assertThat(shares(scene.down(EAST).decide(), "canary")).isEqualTo(Map.of(EU, 10_000));
        assertThat(shares(scene.down(EU).decide(), "canary")).isEqualTo(Map.of(WEST, 10_000));
    }

    @Test
    void sendsAnAudienceWithoutWeightsWhereItsPlacesAreNearest() {
        scene.nearest().audience("nordics", List.of("SE", "NO"), List.of(), Map.of());
        assertThat(shares(scene.decide(), "nordics")).isEqualTo(Map.of(EU, 10_000));
        assertThat(shares(scene.down(EU).decide(), "nordics")).isEqualTo(Map.of(EAST, 10_000));
    }

    @Test
    void sendsEveryoneElseByWeightThenByFailoverOrderThenInEqualParts() {
        assertThat(everyone(new Scene().decide())).isEqualTo(Map.of(EAST, 3333, EU, 3334, WEST, 3333));
        assertThat(everyone(new Scene().failover(WEST, EAST).decide())).isEqualTo(Map.of(WEST, 10_000));
        assertThat(everyone(new Scene()
                        .failover(EU)
                        .weights(Map.of(EAST, 80, WEST, 20))
                        .decide()))
                .isEqualTo(Map.of(EAST, 8000, WEST, 2000));
    }

    @Test
    void givesTheOddBasisPointToTheFirstNameAmongEquals() {
        Scene odd = new Scene().weights(Map.of(EAST, 1, WEST, 1, EU, 5));
        // 1428.57, 1428.57 and 7142.86
        assertThat(everyone(odd.decide())).isEqualTo(Map.of(EAST, 1429, EU, 7143, WEST, 1428));
    }

    @Test
    void measuresGreatCircles() {
        // Washington Dulles to Dublin, 5,470 km by any great circle calculator
        assertThat(Distances.kilometers(new Location(38.95, -77.45), new Location(53.42, -6.27)))
                .isCloseTo(5_470, Offset.offset(15.0));
    }
}
