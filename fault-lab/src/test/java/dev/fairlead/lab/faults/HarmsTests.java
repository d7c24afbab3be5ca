package dev.fairlead.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HarmsTests {

    private static final RegionName A = RegionName.of("a");
    private static final RegionName B = RegionName.of("b");
    private static final RegionName C = RegionName.of("c");

    private static Harms harmed(Target... targets) {
        return new Harms(
                List.of(A, B, C),
                Stream.of(targets)
                        .map(target -> new Harm(new Fault(Kind.PARTITION_BOTH_WAYS, target), Instant.EPOCH))
                        .toList());
    }

    @Test
    void aCutLineExcusesNoOtherPair() {
        Harms harms = harmed(new Target.Between(A, B));
        assertThat(List.of(A, B, C)).allMatch(harms::stands).allMatch(harms::decides);
        assertThat(harms.comparable(A, B)).isFalse();
        assertThat(harms.comparable(A, C)).isTrue();
    }

    @Test
    void aRegionPartedFromAllOthersIsLostToThem() {
        Harms harms = harmed(new Target.Between(A, B), new Target.Between(C, A));
        assertThat(harms.stands(A)).isFalse();
        assertThat(harms.decides(A)).isFalse();
        assertThat(harms.comparable(B, C)).isTrue();
        assertThat(harms.serves(B)).isTrue();
    }

    @Test
    void aRegionThatIsDownLeavesAMajority() {
        Harms harms = harmed(new Target.Region(A));
        assertThat(harms.stands(A)).isFalse();
        assertThat(harms.comparable(B, C)).isTrue();
        assertThat(harmed(new Target.Region(A), new Target.Between(B, C)).decides(B))
                .isFalse();
    }
}
