package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Elsewhere;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rounds about data centers with a capacity of their own. */
class SharedRoundTests {

    private Map<ApplicationName, RoutingPlan> plans = Map.of();
    private Map<ApplicationName, Situation> settled = Map.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Round round(RandomFleet of, long capacity, Map<ApplicationName, Situation> known) {
        Map<DataCenterName, Long> capacities = new TreeMap<>();
        if (capacity > 0) {
            RandomFleet.NAMES.forEach(name -> capacities.put(name, capacity));
        }
        Fleet fleet = new Fleet(RandomFleet.PLACES, Map.of(), Map.of(), capacities);
        now = now.plusSeconds(1);
        return Round.decide(
                new Intent(1, fleet, of.applications, Orders.NONE),
                application -> new Evidence(Map.of(), null, Elsewhere.NOWHERE),
                new Heard(new Contact(1, 1), Map.of(), Map.of(), List.of()),
                new PlansInForce.InForce(plans, false, true, ""),
                known,
                Distances.of(fleet, PlacesFile.read()),
                now);
    }

    private Round decide(RandomFleet of, long capacity) {
        Round round = round(of, capacity, settled);
        plans = round.plans();
        settled = round.settled();
        return round;
    }

    @TestFactory
    List<DynamicTest> settlesInEveryFleet() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + 10)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new SharedRoundTests().settles(seed)))
                .toList();
    }

    private void settles(long seed) {
        RandomFleet fleet = new RandomFleet(seed);
        decide(fleet, 0);
        Round cut = decide(fleet, 10_000);
        assertThat(cut.changed()).as("seed %d", seed).isNotEmpty();
        cut.changed()
                .forEach(decision -> assertThat(Steering.decide(
                                decision.situation(),
                                Distances.of(decision.situation().fleet(), PlacesFile.read())))
                        .as("what is stored comes to it, seed %d", seed)
                        .isEqualTo(decision.plan()));
        assertThat(decide(fleet, 10_000).changed()).as("seed %d", seed).isEmpty();
        assertThat(round(fleet, 10_000, settled).changed()).as("seed %d", seed).isEmpty();
        assertThat(round(fleet, 10_000, Map.of()).changed())
                .as("without what was settled, seed %d", seed)
                .isEmpty();
    }

    @Test
    void whereThereIsRoomForAllNothingChanges() {
        RandomFleet fleet = new RandomFleet(1);
        decide(fleet, 0);

        assertThat(decide(fleet, 1_000_000).changed()).isEmpty();
    }
}
