package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's command when it is interrupted, killed, or lacks a port, room on the disk, or a JDK. */
class DemoCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PostgreSQL for the control plane is up",
                "the demo database is up",
                "is ready",
                "is killed: its web application and its database, for real"
            })
    void leavesNothingRunningWheneverItIsInterrupted(String moment) throws Exception {
        Path directory = folder.resolve("demo");
        try (Typed story = Typed.demo(List.of(), "--story", "outage", "--exit", "--directory", directory.toString())) {
            eventually(PATIENCE, () -> {
                assertThat(directory.resolve("lock")).exists();
                assertThat(moment.isEmpty() ? List.of("") : story.lines()).anyMatch(line -> line.contains(moment));
            });

            story.interrupt();

            assertThat(story.exit(PATIENCE)).isEqualTo(130);
            assertThat(story.lines().getLast()).isEqualTo("fairlead: stopped, nothing is left running");
            assertThat(story.lines()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
            assertThat(Typed.running(directory)).isEmpty();
            assertThat(directory.resolve("lock")).doesNotExist();
        }
    }

    @Test
    void endsWhatAKilledDemoLeftBeforeItStartsAgain() throws Exception {
        Path directory = folder.resolve("demo");
        String[] arguments = {"--ports", "free", "--directory", directory.toString()};
        try (Typed killed = Typed.demo(List.of(), arguments)) {
            eventually(PATIENCE, () -> assertThat(killed.lines()).anyMatch(line -> line.contains("database is up")));
            killed.kill();
            assertThat(Typed.running(directory))
                    .as("a database outlives its parent")
                    .isNotEmpty();
        }
        try (Typed next = Typed.demo(List.of(), arguments)) {
            eventually(
                    PATIENCE,
                    () -> assertThat(next.lines()).anyMatch(line -> line.contains("ended what a killed demo left")));
            next.interrupt();
            next.exit(PATIENCE);
            assertThat(Typed.running(directory)).isEmpty();
        }
    }

    @Test
    void saysInOneLineThatADemoRunsHereAlready() throws Exception {
        Path directory = folder.resolve("demo");
        String[] arguments = {"--ports", "free", "--directory", directory.toString()};
        try (Typed first = Typed.demo(List.of(), arguments)) {
            eventually(
                    PATIENCE, () -> assertThat(directory.resolve("processes")).isNotEmptyDirectory());
            try (Typed second = Typed.demo(List.of(), arguments)) {
                assertThat(second.exit(PATIENCE)).isEqualTo(1);
                assertThat(said(second)).startsWith("fairlead: a demo is running in " + directory);
            }
            first.interrupt();
            first.exit(PATIENCE);
        }
    }

    @Test
    void saysInOneLineWhichPortIsTaken() throws Exception {
        Path directory = folder.resolve("demo");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Typed demo = Typed.demo(
                        List.of(),
                        "--port",
                        Integer.toString(taken.getLocalPort()),
                        "--directory",
                        directory.toString())) {
            assertThat(demo.exit(PATIENCE)).isEqualTo(1);
            assertThat(said(demo))
                    .startsWith("fairlead: port %d for the gateway is in use".formatted(taken.getLocalPort()));
            assertThat(Typed.running(directory)).isEmpty();
        }
    }

    @Test
    void saysInOneLineThatTheDiskIsFull() throws Exception {
        assumeRoot();
        Path small = Files.createDirectory(folder.resolve("small"));
        List<String> onSmallDisk = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=20m tmpfs \"$0\" && exec \"$@\"",
                small.toString());
        try (Typed demo = Typed.demo(
                onSmallDisk,
                "--ports",
                "free",
                "--directory",
                small.resolve("demo").toString())) {
            assertThat(demo.exit(PATIENCE)).isEqualTo(1);
            assertThat(demo.lines())
                    .filteredOn(line -> line.contains("the disk is full"))
                    .hasSize(1);
            assertThat(demo.lines()).noneMatch(line -> line.startsWith("\tat "));
            assertThat(Typed.running(small)).isEmpty();
        }
    }

    @Test
    void saysInOneLineWhatToInstallWithoutAJdk() throws Exception {
        assumeRoot();
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "for d in /usr/lib/jvm /usr/java /opt; do ! [ -d $d ] || mount -t tmpfs tmpfs $d; done; exec \"$@\"",
                "sh"));
        command.addAll(List.of("env", "-i", "PATH=/usr/bin:/bin", "HOME=" + folder));
        command.addAll(List.of(Typed.home().resolve("fairlead").toString(), "demo"));
        try (Typed demo = Typed.start(command)) {
            assertThat(demo.exit(PATIENCE)).isEqualTo(1);
            assertThat(said(demo)).startsWith("fairlead: no JDK 25 or newer found: install one");
        }
    }

    /** The only line that it said. */
    private static String said(Typed command) {
        assertThat(command.lines()).hasSize(1);
        return command.lines().getFirst();
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a file system of one's own needs root");
    }
}
