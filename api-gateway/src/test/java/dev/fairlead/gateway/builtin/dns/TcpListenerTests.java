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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TcpListenerTests {

    private static final byte[] QUERY = framed(12, 12);

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final TcpListener listener = listener(server, new TcpLimits(1, 1, Duration.ofMillis(300)));

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 4_097, 0xffff})
    void cutsAConnectionAtOnceThatAnnouncesWhatNoQueryHas(int length) throws IOException {
        try (Patient patient = new Patient(new TcpLimits(1, 1, Duration.ofMinutes(5)));
                Socket liar = patient.connect()) {
            liar.getOutputStream().write(framed(length, 0));
            assertThat(liar.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void givesOneClientNetworkOnlyItsPartOfThePlaces() throws IOException {
        try (Patient patient = new Patient(new TcpLimits(100, 2, Duration.ofMinutes(5)))) {
            try (Socket first = patient.connect();
                    Socket second = patient.connect();
                    Socket third = patient.connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                assertAnswers(first);
                assertAnswers(second);
            }
            eventually(Duration.ofSeconds(10), () -> {
                try (Socket next = patient.connect()) {
                    assertAnswers(next);
                }
            });
        }
    }

    private void assertAnswers() throws IOException {
        try (Socket next = connect()) {
            assertAnswers(next);
        }
    }

    private static void assertAnswers(Socket connection) throws IOException {
        connection.getOutputStream().write(QUERY);
        InputStream in = connection.getInputStream();
        assertThat(in.readNBytes(2)).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xff});
        assertThat(in.readNBytes(0xffff)).hasSize(0xffff);
    }

    private Socket connect() throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    /** One that cuts nobody only for being slow. */
    private static final class Patient implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final TcpListener listener;

        Patient(TcpLimits limits) throws IOException {
            listener = listener(server, limits);
        }

        Socket connect() throws IOException {
            return new Socket(server.getInetAddress(), server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static TcpListener listener(ServerSocket server, TcpLimits limits) {
        return new TcpListener(server, limits, (query, peer) -> Optional.of(answer(query)));
    }

    private static byte[] framed(int announced, int sent) {
        return ByteBuffer.allocate(2 + sent).putShort((short) announced).array();
    }

    /** As long as an answer may be, so that the buffers on the way are soon full. */
    private static byte[] answer(byte[] query) {
        return Arrays.copyOf(query, 0xffff);
    }
}
