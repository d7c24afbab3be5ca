package dev.fairlead.traffic.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.traffic.steering.Allotment.Party;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllotmentTests {

    private static final double ANY = Double.POSITIVE_INFINITY;

    private static Party party(double[] uses, double... most) {
        return party(true, uses, most);
    }

    private static Party party(boolean moves, double[] uses, double... most) {
        int[] order = IntStream.range(0, most.length).toArray();
        int[][] next = new int[most.length][];
        Arrays.fill(next, order);
        return new Party(uses, most, next, moves);
    }

    private static double[] at(double... uses) {
        return uses;
    }

    private static Allotment settled(double[] capacities, Party... parties) {
        Allotment allotment = new Allotment(capacities, List.of(parties));
        allotment.settle();
        return allotment;
    }

    @Test
    void eachGivesInProportionToWhatItHas() {
        Party large = party(at(900, 0), ANY, ANY);
        Party small = party(at(300, 0), ANY, ANY);

        settled(at(600, ANY), large, small);

        assertThat(large.uses()).containsExactly(at(450, 450), within(0.01));
        assertThat(small.uses()).containsExactly(at(150, 150), within(0.01));
    }

    @Test
    void whatIsFreeElsewhereIsSharedInTheSameProportion() {
        Party large = party(at(900, 0, 0), ANY, ANY, ANY);
        Party small = party(at(300, 0, 0), ANY, ANY, ANY);

        settled(at(600, 400, ANY), large, small);

        assertThat(large.uses()).containsExactly(at(450, 300, 150), within(0.01));
        assertThat(small.uses()).containsExactly(at(150, 100, 50), within(0.01));
    }

    /** The first can go to the second place only, from there the second to the third, and from there the third to the last. */
    @Test
    void roomIsMadeOverAsManyPlacesAsItTakes() {
        Party first = party(at(150, 0, 0, 0), ANY, ANY, 0, 0);
        Party second = party(at(0, 100, 0, 0), 0, ANY, ANY, 0);
        Party third = party(at(0, 0, 100, 0), 0, 0, ANY, 70);

        Allotment allotment = settled(at(100, 100, 100, 100), first, second, third);

        assertThat(first.uses()).containsExactly(at(100, 50, 0, 0), within(0.01));
        assertThat(second.uses()).containsExactly(at(0, 50, 50, 0), within(0.01));
        assertThat(third.uses()).containsExactly(at(0, 0, 50, 50), within(0.01));
        assertThat(allotment.fits(0)).isEqualTo(1);
        assertThat(allotment.full(2)).isTrue();
        assertThat(allotment.full(3)).isFalse();
    }

    @Test
    void whoStaysIsCountedAndTheOthersGiveMore() {
        Party pinned = party(false, at(600, 0), ANY, ANY);
        Party other = party(at(600, 0), ANY, ANY);

        settled(at(1_000, ANY), pinned, other);

        assertThat(pinned.uses()).containsExactly(at(600, 0), within(0.01));
        assertThat(other.uses()).containsExactly(at(400, 200), within(0.01));
    }

    @Test
    void whatFitsNowhereStaysAndIsKnown() {
        Party only = party(at(300, 100), ANY, ANY);

        Allotment allotment = settled(at(100, 150), only);

        assertThat(Arrays.stream(only.uses()).sum()).isCloseTo(400, within(0.01));
        assertThat(only.uses()[1]).isCloseTo(150, within(0.01));
        assertThat(allotment.fits(0)).isCloseTo(0.4, within(0.01));
        assertThat(allotment.full(0)).isTrue();
    }
}
