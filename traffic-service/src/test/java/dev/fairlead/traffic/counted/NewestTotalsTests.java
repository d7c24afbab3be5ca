package dev.fairlead.traffic.counted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestTotalsTests {

    private final NewestTotals<Sample> totals = new NewestTotals<>(Sample::counted, Sample::forMs);

    private record Sample(String counted, long forMs, long requests) {}

    @Test
    void keepsOfEachCountTheOneThatCountedForLongest() {
        Sample late = new Sample("shop", 2_000, 20);
        Sample other = new Sample("media", 1_000, 5);
        totals.add(List.of(new Sample("shop", 1_000, 10), late));
        totals.add(List.of(other, new Sample("shop", 1_500, 15), new Sample("shop", 2_000, 21)));

        assertThat(totals.take()).containsExactlyInAnyOrder(late, other);
    }

    @Test
    void handsEachSampleOutOnce() {
        totals.add(List.of(new Sample("shop", 2_000, 20)));
        totals.take();
        assertThat(totals.take()).isEmpty();

        Sample sooner = new Sample("shop", 1_000, 10);
        totals.add(List.of(sooner));
        assertThat(totals.take()).containsExactly(sooner);
    }

    @Test
    void passesOverWhatIsTooMuchButNotNewsOfWhatItHas() {
        totals.add(IntStream.range(0, 100_001)
                .mapToObj(i -> new Sample("app-" + i, 1_000, 10))
                .toList());
        Sample news = new Sample("app-0", 2_000, 20);
        totals.add(List.of(new Sample("one-more", 1_000, 10), news));

        List<Sample> taken = totals.take();
        assertThat(taken).hasSize(100_000).contains(news);
        assertThat(taken).noneMatch(sample -> sample.counted().equals("one-more"));
    }
}
