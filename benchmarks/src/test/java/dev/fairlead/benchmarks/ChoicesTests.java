package dev.fairlead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    @Test
    void saysHowFarTheChoicesAreFromAShare() {
        Choices choices = new Choices(List.of(EAST, WEST, WEST, WEST));

        assertThat(choices.error(new Share(EAST, 4_000))).isEqualTo(-15);
        assertThat(choices.error(new Share(WEST, 6_000))).isEqualTo(15);
    }

    @Test
    void countsWhoIsSentElsewhere() {
        Choices before = new Choices(List.of(EAST, WEST, WEST, EAST));

        assertThat(before.percentMoved(new Choices(List.of(EAST, WEST, EAST, EAST))))
                .isEqualTo(25);
    }
}
