package dev.fairlead.gateway.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runtime API as a HAProxy of few words speaks it: a line for each connection, an empty answer to each command. */
class RuntimeApiTests {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile long lateByMs;

    RuntimeApiTests() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                String line = Objects.requireNonNull(in.readLine());
                lines.add(line);
                if (!new CountDownLatch(1).await(lateByMs, TimeUnit.MILLISECONDS)) {
                    client.getOutputStream()
                            .write("\n".repeat(line.split(";").length).getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException | InterruptedException e) {
                // it hung up, or the test is over
            }
        }
    }

    private RuntimeApi api() {
        return new RuntimeApi(new HaproxySettings.Properties(
                        "127.0.0.1:" + server.getLocalPort(),
                        List.of(ApplicationName.of("app")),
                        null,
                        "/maps/writes.map",
                        null,
                        null,
                        null,
                        null)
                .withDefaults());
    }

    @Test
    void tellsWeightsStatesAndTheMapOverOneConnection() {
        List<String> commands = List.of(
                "set server app/us-east.1 weight 12",
                "set server app/us-east.1 state ready",
                "set map /maps/writes.map app app.us-east",
                "set server app/us-west.1 state drain");

        api().tell(commands);

        assertThat(lines).containsExactly(String.join(";", commands));
    }

    @Test
    void splitsWhatIsTooLongForOneLine() {
        List<String> commands = IntStream.range(0, 500)
                .mapToObj(i -> "set server app/us-east.%d weight 12".formatted(i))
                .toList();

        api().tell(commands);

        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(8_000));
        assertThat(String.join(";", lines)).isEqualTo(String.join(";", commands));
    }

    @Test
    void waitsForOneThatAnswersAfterTenSeconds() {
        lateByMs = 10_000;

        assertThat(api().ask(List.of("show info"))).containsExactly(List.of());
    }
}
