package dev.fairlead.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTests {

    @TempDir
    private Path directory;

    @Test
    void oneAtATimeAndTheSecondHearsWhoHoldsIt() {
        Path file = directory.resolve("lock");
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThat(lock).isNotNull();
            assertThatExceptionOfType(DirectoryLock.HeldException.class)
                    .isThrownBy(() -> DirectoryLock.take(file))
                    .satisfies(held -> assertThat(held.holder())
                            .isEqualTo(Long.toString(ProcessHandle.current().pid())));
        }
        assertThat(file).doesNotExist();
        DirectoryLock.take(file).close();
    }

    @Test
    void takesOverFromAHolderThatDied() throws Exception {
        Path file = directory.resolve("lock");
        Files.writeString(file, "99999999\n");
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThat(lock).isNotNull();
            assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }
}
