package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTests {

    private final List<String> closed = new ArrayList<>();

    private AutoCloseable thing(String name) {
        return () -> closed.add(name);
    }

    @Test
    void closesTheLastFirstAndGoesOnAfterAFailure() {
        try (Opened opened = new Opened()) {
            opened.keep(thing("first"));
            AutoCloseable broken = () -> {
                throw new IllegalStateException("broken");
            };
            opened.keep(broken);
            opened.keep(thing("last"));
        }

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void keepsNothingOnceItIsOver() {
        Opened opened = new Opened();
        opened.close();

        assertThatIllegalStateException().isThrownBy(() -> opened.keep(thing("late")));
        assertThat(closed).containsExactly("late");
    }
}
