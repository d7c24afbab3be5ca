package dev.fairlead.benchmarks.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WrittenNumbersTests {

    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int THIRD = 3;

    private static final Acknowledged FIRST = new Acknowledged(NEW, 12, 300);

    @Test
    void findsWhereWritesEndedAndWhereTheyBeganAgain() {
        WrittenNumbers written = new WrittenNumbers(List.of(
                FIRST, new Acknowledged(OLD, 11, 110), new Acknowledged(OLD, 10, 100), new Acknowledged(NEW, 13, 310)));
        assertThat(written.firstElsewhere(OLD, 100)).contains(FIRST);
        assertThat(written.firstElsewhere(OLD, 301))
                .hasValueSatisfying(one -> assertThat(one.number()).isEqualTo(13));
        assertThat(written.lastAt(OLD, 300))
                .hasValueSatisfying(one -> assertThat(one.number()).isEqualTo(11));
        assertThat(written.lastAt(OLD, 100)).isEmpty();
    }

    @Test
    void countsWhateverAnotherAcknowledgesAfterTheNewPrimarysFirst() {
        WrittenNumbers written = new WrittenNumbers(List.of(
                new Acknowledged(OLD, 10, 299),
                FIRST,
                new Acknowledged(OLD, 14, 301),
                new Acknowledged(NEW, 15, 302),
                new Acknowledged(THIRD, 16, 303)));
        assertThat(written.overlapping(FIRST)).isEqualTo(2);
    }

    @Test
    void countsWhatWasAcknowledgedAndIsNotHeld() {
        WrittenNumbers written =
                new WrittenNumbers(List.of(new Acknowledged(OLD, 10, 1), new Acknowledged(OLD, 11, 2), FIRST));
        assertThat(written.missing(Set.of(10, 12, 99))).isEqualTo(1);
    }
}
