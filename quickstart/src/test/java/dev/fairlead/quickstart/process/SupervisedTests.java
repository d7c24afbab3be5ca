package dev.fairlead.quickstart.process;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<Supervised> started = new CopyOnWriteArrayList<>();

    private Supervised supervised(String... line) {
        Supervised process = new Supervised(
                new ChildProcess.Command("child", List.of(line), directory, directory.resolve("child.log")),
                new ProcessRecords(directory.resolve("processes")),
                said::add);
        started.add(process);
        process.start();
        return process;
    }

    @AfterEach
    void end() {
        started.forEach(Supervised::killForGood);
    }

    @Test
    void startsAgainWhatWasKilledAndSaysSo() {
        Supervised process = supervised("sleep", "600");
        long first = Objects.requireNonNull(process.handle()).pid();
        process.kill();
        eventually(
                SOON,
                () -> assertThat(Objects.requireNonNull(process.handle()).pid()).isNotEqualTo(first));
        assertThat(said).singleElement().asString().contains("child ended with code 137 and is started again");
    }

    @Test
    void leavesDeadWhatWasStopped() {
        Supervised process = supervised("sleep", "600");
        ProcessHandle first = Objects.requireNonNull(process.handle());
        process.stop(SOON);
        assertThat(first.isAlive()).isFalse();
        assertThat(process.handle()).isNull();
        assertThat(said).isEmpty();
        assertThat(directory.resolve("processes").resolve("child")).doesNotExist();
    }

    @Test
    void endsWhatDoesNotListenToTheRequest() {
        Supervised process = supervised("sh", "-c", "trap '' TERM; touch ready; while :; do sleep 1; done");
        ProcessHandle first = Objects.requireNonNull(process.handle());
        eventually(SOON, () -> assertThat(directory.resolve("ready")).exists());
        process.stop(Duration.ofMillis(200));
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void childSeesItsInputCloseOnlyWithItsParent() throws Exception {
        Supervised process = supervised("sh", "-c", "read line; echo closed");
        assertThat(Objects.requireNonNull(process.handle()).isAlive()).isTrue();
        assertThat(Files.readString(directory.resolve("child.log"))).isEmpty();
    }

    @Test
    void endsLeftoversOfAKilledParentButNobodyElse() throws Exception {
        Path records = directory.resolve("processes");
        Process leftover = new ProcessBuilder("sleep", "600").start();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            new ProcessRecords(records).write("leftover", leftover.toHandle());
            Files.writeString(records.resolve("reused-id"), other.pid() + " 2001-01-01T00:00:00Z");
            Files.writeString(records.resolve("half"), "12");
            assertThat(new ProcessRecords(records).endLeftovers()).containsExactly("leftover");
            assertThat(leftover.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
            assertThat(records).isEmptyDirectory();
        } finally {
            leftover.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
