package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoOptionsTests {

    private static DemoOptions regions(int count) {
        return new DemoOptions(Path.of("home"), Path.of("demo"), Ports.free(count), Map.of(), line -> {});
    }

    @Test
    void refusesTwoRegionsOfWhichNeitherCouldOutvoteTheOther() {
        assertThat(regions(3).ports()).hasSize(3);
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> regions(2))
                .withMessageContaining("1 region or 3, not 2");
    }

    @Test
    void furtherRegionsTakeTheNextNumbers() {
        assertThat(Ports.DEFAULT.andNext(3))
                .containsExactly(Ports.DEFAULT, new Ports(8081, 5301, 8091), new Ports(8082, 5302, 8092));
    }
}
