package dev.fairlead.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
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
    void anotherProcessIsKeptOutForAsLongAsTheLockIsHeld() throws Exception {
        Path file = directory.resolve("lock");
        try (DirectoryLock lock = DirectoryLock.take(file)) {
            assertThatExceptionOfType(DirectoryLock.HeldException.class).isThrownBy(() -> DirectoryLock.take(file));
            assertThat(lock).isNotNull();
            assertThat(otherProcessTakes(file))
                    .isEqualTo("held by " + ProcessHandle.current().pid());
        }
        assertThat(otherProcessTakes(file)).isEqualTo("taken");
    }

    private static String otherProcessTakes(Path file) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        file.toString())
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        return said.strip();
    }

    /** Tries to take a lock in a process of its own. */
    static final class Taker {

        private Taker() {}

        public static void main(String[] args) {
            try (DirectoryLock lock = DirectoryLock.take(Path.of(args[0]))) {
                System.out.println(lock == null ? "" : "taken");
            } catch (DirectoryLock.HeldException e) {
                System.out.println("held by " + e.holder());
            }
        }
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
