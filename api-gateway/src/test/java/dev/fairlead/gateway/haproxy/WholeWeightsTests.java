package dev.fairlead.gateway.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.gateway.haproxy.WholeWeights.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WholeWeightsTests {

    @Test
    void wholePercentagesAreExact() {
        for (int percent = 1; percent < 100; percent++) {
            WholeWeights weights =
                    WholeWeights.of(List.of(new Pool(percent * 100, 1), new Pool(10_000 - percent * 100, 1)));
            assertThat(weights.errorBasisPoints()).as("%d %%", percent).isZero();
        }
    }

    @Test
    void endpointsShareWhatTheirDataCenterGets() {
        WholeWeights weights = WholeWeights.of(List.of(new Pool(5_000, 1), new Pool(5_000, 3)));

        assertThat(weights.errorBasisPoints()).isZero();
        assertThat(weights.weights().getLast())
                .containsOnly(weights.weights().getLast().getFirst());
        assertThat(weights.weights().getFirst().getFirst())
                .isEqualTo(3 * weights.weights().getLast().getFirst());
    }

    @Test
    void whoHasAShareKeepsTheLeastWeightAndTheErrorIsTold() {
        WholeWeights weights = WholeWeights.of(List.of(new Pool(9_990, 1), new Pool(10, 1)));

        assertThat(weights.weights()).containsExactly(List.of(256), List.of(1));
        assertThat(weights.errorBasisPoints()).isEqualTo(29);
    }

    @Test
    void nobodyGetsNothing() {
        assertThat(WholeWeights.of(List.of()).weights()).isEmpty();
        assertThat(WholeWeights.of(List.of(new Pool(10_000, 2))).weights()).containsExactly(List.of(1, 1));
    }

    @Test
    void staysInBoundsAndTrueToTheSharesForAnyFleet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Pool> pools =
                    new ArrayList<>(Stream.generate(() -> new Pool(200 + random.nextInt(5_000), 1 + random.nextInt(8)))
                            .limit(1 + random.nextInt(6))
                            .toList());
            WholeWeights weights = WholeWeights.of(pools);
            assertThat(weights.weights().stream().flatMap(List::stream))
                    .as("seed %d, %s", seed, pools)
                    .allMatch(weight -> weight >= 1 && weight <= 256);
            assertThat(weights.errorBasisPoints())
                    .as("seed %d, %s", seed, pools)
                    .isLessThan(60);
        }
    }
}
