package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTests {

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void asksForAllWhereTheyAreFew() {
        assertThat(Sample.of(numbers(Sample.MOST))).isEqualTo(new Sample<>(numbers(Sample.MOST), List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 999, 1_000, 10_000, 12_345})
    void leavesNoneOutAndChoosesSomeOfEachPart(int count) {
        Sample<Integer> sample = Sample.of(numbers(count));

        assertThat(sample.first()).hasSize(Sample.MOST);
        assertThat(Stream.concat(sample.first().stream(), sample.rest().stream()))
                .containsExactlyInAnyOrderElementsOf(numbers(count));
        for (int from = 0; from + 100 <= count; from += 100) {
            int part = from;
            assertThat(sample.first()).anyMatch(number -> number >= part && number < part + 100);
        }
    }
}
