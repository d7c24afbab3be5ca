package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpListenerTests {

    private static final byte[] QUERY = {0, 3, 1, 2, 3};

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final TcpListener listener =
            new TcpListener(server, 1, Duration.ofMillis(300), (query, peer) -> Optional.of(answer(query)));

    TcpListenerTests() throws IOException {}

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void cutsAConnectionOnWhichNothingComesAndGivesItsPlaceAway() throws IOException {
        try (Socket idle = connect()) {
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
        eventually(Duration.ofSeconds(10), this::assertAnswers);
    }

    @Test
    void cutsAConnectionWhoseQueryNeverArrivesWhole() throws IOException {
        try (Socket slow = connect()) {
            slow.getOutputStream().write(QUERY, 0, 4);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        eventually(Duration.ofSeconds(10), this::assertAnswers);
    }

    @Test
    void cutsAConnectionWhoseAnswersNobodyTakes() throws IOException {
        try (Socket greedy = connect()) {
            OutputStream out = greedy.getOutputStream();
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(QUERY);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        eventually(Duration.ofSeconds(10), this::assertAnswers);
    }

    private void assertAnswers() throws IOException {
        try (Socket next = connect()) {
            next.getOutputStream().write(QUERY);
            InputStream in = next.getInputStream();
            assertThat(in.readNBytes(2)).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThat(in.readNBytes(0xffff)).hasSize(0xffff);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    /** As long as an answer may be, so that the buffers on the way are soon full. */
    private static byte[] answer(byte[] query) {
        return Arrays.copyOf(query, 0xffff);
    }
}
