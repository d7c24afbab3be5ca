package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoOptionsTests {

    private final DemoOptions one = DemoOptions.apart(Path.of("home"), Path.of("demo"), line -> {});

    @Test
    void refusesTwoRegionsOfWhichNeitherCouldOutvoteTheOther() {
        assertThat(one.withRegions(3).ports()).hasSize(3);
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> one.withRegions(2))
                .withMessageContaining("1 region or 3, not 2");
    }

    @Test
    void furtherRegionsTakeTheNextNumbers() {
        assertThat(Ports.DEFAULT.andNext(3))
                .containsExactly(Ports.DEFAULT, new Ports(8081, 5301, 8091), new Ports(8082, 5302, 8092));
    }
}
