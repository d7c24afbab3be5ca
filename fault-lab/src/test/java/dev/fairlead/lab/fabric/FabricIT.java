package dev.fairlead.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The switch between two real namespaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FabricIT {

    private static final int SENT = 400;
    private static final int TIMED_OUT = 124;
    private static final int PATIENCE_MS = 3_000;

    @SuppressWarnings("NullAway.Init")
    private Fabric fabric;

    @BeforeAll
    void make() {
        Fabric.lacking().ifPresent(RealServers::lacking);
        fabric = new Fabric(List.of("a", "b"), 7);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // absent where the assumption failed
    void end() throws IOException {
        if (fabric != null) {
            fabric.close();
            try (Stream<Path> left = Files.list(Path.of("/run/netns"))) {
                assertThat(left)
                        .noneMatch(file -> file.getFileName()
                                .toString()
                                .startsWith("fairlead-lab-"
                                        + ProcessHandle.current().pid() + "-"));
            }
        }
    }

    @Test
    void carriesPacketsBetweenNodesAndToThisProcess() throws Exception {
        assertThat(reach("a", "b")).isEqualTo(Reached.REFUSED);
        assertThat(reach("a")).isEqualTo(Reached.REFUSED);
    }

    @Test
    void cutsOneDirectionOfOneLink() throws Exception {
        Disturbance cut = new Disturbance(Set.of(new Link("a", "b")), Weather.CUT);
        fabric.begin(cut);
        assertThat(reach("a", "b")).isEqualTo(Reached.SILENCE);
        assertThat(reach("a")).isEqualTo(Reached.REFUSED);
        assertThat(reach("b")).isEqualTo(Reached.REFUSED);

        fabric.end(cut);

        assertThat(reach("a", "b")).isEqualTo(Reached.REFUSED);
    }

    @Test
    void losesAboutAsManyPacketsAsAsked() throws Exception {
        Process echo = new ProcessBuilder(fabric.command(
                        "a",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Echo.class.getName())))
                .start();
        Disturbance loss = new Disturbance(Set.of(new Link(Fabric.HERE, "a")), Weather.lossy(25));
        try {
            Echo.awaitUp(echo);
            assertThat(Echo.answered(fabric.address("a"), SENT)).isEqualTo(SENT);
            fabric.begin(loss);
            assertThat(Echo.answered(fabric.address("a"), SENT)).isBetween(SENT * 65 / 100, SENT * 85 / 100);
        } finally {
            fabric.end(loss);
            echo.destroyForcibly();
        }
    }

    @Test
    void delaysOneDirection() throws Exception {
        Disturbance slow = new Disturbance(Set.of(new Link(Fabric.HERE, "a")), Weather.slow(Duration.ofMillis(200)));
        fabric.begin(slow);
        try {
            Duration fastest = Duration.ofDays(1);
            for (int i = 0; i < 10; i++) {
                long began = System.nanoTime();
                assertThat(reach("a")).isEqualTo(Reached.REFUSED);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                fastest = took.compareTo(fastest) < 0 ? took : fastest;
            }
            assertThat(fastest).isBetween(Duration.ofMillis(200), Duration.ofMillis(390));
        } finally {
            fabric.end(slow);
        }
    }

    private enum Reached {
        REFUSED,
        SILENCE
    }

    /** Nobody listens there: a refusal comes from the node itself. */
    private Reached reach(String node) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(fabric.address(node), 9), PATIENCE_MS);
            throw new IOException("somebody listens there");
        } catch (SocketTimeoutException e) {
            return Reached.SILENCE;
        } catch (ConnectException e) {
            return Reached.REFUSED;
        }
    }

    /** The same from one node to another. */
    private Reached reach(String from, String to) throws IOException, InterruptedException {
        Process connecting = new ProcessBuilder(fabric.command(
                        from,
                        List.of(
                                "timeout",
                                Integer.toString(PATIENCE_MS / 1_000),
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/" + fabric.address(to) + "/9")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return connecting.waitFor() == TIMED_OUT ? Reached.SILENCE : Reached.REFUSED;
    }
}
