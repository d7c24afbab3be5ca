package dev.fairlead.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequenceTests {

    private static final List<RegionName> REGIONS =
            Stream.of("east", "west", "north").map(RegionName::of).toList();
    private static final Sequence.Range HOLD = new Sequence.Range(Duration.ofSeconds(5), Duration.ofSeconds(20));

    private static Sequence sequence(long seed) {
        return Sequence.of(seed, REGIONS, HOLD);
    }

    private static Stream<Sequence> many() {
        return LongStream.range(0, 5_000).mapToObj(SequenceTests::sequence);
    }

    private static List<Fault> faults(Sequence sequence) {
        return sequence.steps().stream().map(Sequence.Step::fault).toList();
    }

    @Test
    void aSeedSaysAllOfIt() {
        assertThat(many()).allSatisfy(one -> assertThat(sequence(one.seed())).isEqualTo(one));
    }

    @Test
    void breaksNeitherTwoRegionsNorTwoDisksOfTheDatabaseAtOnce() {
        assertThat(many()).allSatisfy(one -> {
            assertThat(faults(one))
                    .filteredOn(fault -> fault.target() instanceof Target.Region)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(faults(one)).filteredOn(Fault::emptiesDatabase).hasSizeLessThanOrEqualTo(1);
            assertThat(faults(one)).extracting(Fault::target).doesNotHaveDuplicates();
        });
    }

    @Test
    void drawsEveryCellOfTheMatrix() {
        for (Target.Column column : Target.Column.values()) {
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            many().flatMap(one -> faults(one).stream())
                    .filter(fault -> fault.target().column() == column)
                    .forEach(fault -> kinds.add(fault.kind()));
            assertThat(kinds)
                    .as(column.toString())
                    .allMatch(kind -> Fault.possible(kind, column))
                    .hasSize((int) Stream.of(Kind.values())
                            .filter(kind -> Fault.possible(kind, column))
                            .count());
        }
    }
}
