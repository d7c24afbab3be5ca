package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fleet of 200 applications in six data centers through a day of faults and orders: whatever happens, no plan breaks what every
 * plan keeps, and every decision comes out again when what was recorded of it is played again. The seed stands in the name of the
 * test; {@code -Dseed} plays it again.
 */
class RandomDayTests {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int READ_BACK_ONE_OF = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TestFactory
    List<DynamicTest> noInvariantBreaks() {
        long seed = Long.getLong("seed", System.nanoTime());
        Map<DataCenterName, Evacuation> rules = Map.of(
                RandomFleet.NAMES.get(0), new Evacuation(50, 4), RandomFleet.NAMES.get(1), new Evacuation(20, 4));
        return List.of(
                DynamicTest.dynamicTest("seed " + seed, () -> pass(new RandomFleet(seed), seed)),
                DynamicTest.dynamicTest(
                        "data centers that may be lost as a whole, seed " + seed,
                        () -> pass(new RandomFleet(seed, rules), seed)));
    }

    private static void pass(RandomFleet fleet, long seed) {
        Invariants invariants = new Invariants(fleet, "seed " + seed);
        Distances distances = Distances.of(fleet.dataCenters, PlacesFile.read());
        Instant end = fleet.now.plus(DAY);
        while (fleet.now.isBefore(end)) {
            fleet.happens();
            Round round = invariants.round();
            for (Decision decision : round.changed()) {
                boolean stored = fleet.random.nextInt(READ_BACK_ONE_OF) == 0;
                Situation situation = stored ? readBack(decision.situation()) : decision.situation();
                assertThat(situation.fleet()).isEqualTo(distances.fleet());
                assertThat(Steering.decide(situation, distances))
                        .as("seed %d", seed)
                        .isEqualTo(decision.plan());
            }
            fleet.now = fleet.now.plus(Duration.ofSeconds(30 + fleet.random.nextInt(600)));
        }
    }

    /** As history keeps it, which takes longer than to decide. */
    private static Situation readBack(Situation situation) {
        return JSON.readValue(JSON.writeValueAsString(situation), Situation.class);
    }
}
