package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailuresTests {

    @Test
    void aFullDiskIsSaidAsThatHoweverDeepItStands() {
        Throwable failure = new IllegalStateException(
                "cannot start", new UncheckedIOException(new IOException("write failed: No space left on device")));
        assertThat(Failures.line(failure)).startsWith("the disk is full");
    }

    @Test
    void aLongOutputIsCutToItsFirstLine() {
        assertThat(Failures.line(new IllegalStateException("\n  initdb failed: cannot\nmore\nand more")))
                .isEqualTo("initdb failed: cannot");
    }

    @Test
    void aFailureWithoutMessageStillHasALine() {
        assertThat(Failures.line(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
