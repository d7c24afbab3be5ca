package dev.fairlead.gateway.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargestRemainderTests {

    @Test
    void givesWhatIsLeftOverToThoseThatWereCutMost() {
        assertThat(LargestRemainder.split(10, List.of(1L, 1L, 1L))).containsExactly(4, 3, 3);
        assertThat(LargestRemainder.split(10, List.of(148L, 149L, 703L))).containsExactly(1, 2, 7);
        assertThat(LargestRemainder.split(10_000, List.of(5_000L, 2_500L, 0L))).containsExactly(6_667, 3_333, 0);
        assertThat(LargestRemainder.split(7, List.of(3L))).containsExactly(7);
    }

    @Test
    void sumsToTheTotalAndIsOffByLessThanOne() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int total = random.nextInt(20_000);
            List<Long> parts = Stream.generate(() -> 1L + random.nextInt(10_000))
                    .limit(1 + random.nextInt(12))
                    .toList();
            List<Integer> split = LargestRemainder.split(total, parts);
            long sum = parts.stream().mapToLong(Long::longValue).sum();
            assertThat(split.stream().mapToInt(Integer::intValue).sum())
                    .as("seed %d", seed)
                    .isEqualTo(total);
            for (int i = 0; i < parts.size(); i++) {
                assertThat(Math.abs(split.get(i) - total * (double) parts.get(i) / sum))
                        .as("seed %d", seed)
                        .isLessThan(1);
            }
        }
    }
}
