package dev.fairlead.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletResponse;

/** A server that takes its time, by a script for each connection. */
@Timeout(30)
class RelayClientTests {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final CountDownLatch never = new CountDownLatch(1);

    RelayClientTests() throws IOException {}

    @AfterEach
    void close() throws IOException {
        never.countDown();
        server.close();
    }

    @Test
    void aStreamGoesOnForLongerThanAnyOfTheLimits() throws IOException {
        serve(out -> {
            write(out, HEAD);
            for (int i = 0; i < 20; i++) {
                write(out, "data: " + i + "\n\n");
                pause(100);
            }
        });
        assertThat(get(limits(1_000, 1_000))).endsWith("data: 19\n\n");
    }

    @Test
    void aStreamMayBeSilentForLongerThanAServerMayTakeToBegin() throws IOException {
        serve(out -> {
            write(out, HEAD + "first ");
            pause(800);
            write(out, "second");
        });
        assertThat(get(limits(200, 10_000))).isEqualTo("first second");
    }

    @Test
    void givesUpOnAServerThatDoesNotBegin() throws IOException {
        serve(out -> pause(30_000));
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> get(limits(200, 10_000)))
                .satisfies(late -> assertThat(RelayClient.nothingSent(late)).isFalse());
    }

    @Test
    void givesUpOnAStreamThatIsSilentForTooLong() throws IOException {
        serve(out -> {
            write(out, HEAD + "first");
            pause(30_000);
        });
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> get(limits(10_000, 200)));
    }

    @Test
    void knowsThatNothingWasSentToAServerThatIsNotThere() throws IOException {
        server.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> get(limits(10_000, 10_000)))
                .satisfies(away -> assertThat(RelayClient.nothingSent(away)).isTrue());
    }

    private static RelayClient.Limits limits(int firstByteMs, int silenceMs) {
        return new RelayClient.Limits(
                Duration.ofSeconds(1), Duration.ofMillis(firstByteMs), Duration.ofMillis(silenceMs), 2);
    }

    private String get(RelayClient.Limits limits) throws IOException {
        HttpHost host = new HttpHost("http", server.getInetAddress(), server.getLocalPort());
        MockHttpServletResponse response = new MockHttpServletResponse();
        try (RelayClient client = new RelayClient(limits);
                Answer answer = client.send(host, new BasicClassicHttpRequest("GET", "/"))) {
            answer.copyBody(response);
        }
        return response.getContentAsString();
    }

    private void serve(Script script) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[4096];
                assertThat(socket.getInputStream().read(request)).isPositive();
                script.run(socket.getOutputStream());
            } catch (IOException e) {
                // the client has gone, which its side of the test judges
            }
        });
    }

    private void pause(long ms) throws IOException {
        try {
            if (never.await(ms, TimeUnit.MILLISECONDS)) {
                throw new IOException("the test is over");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** What a server does with one connection. */
    private interface Script {

        void run(OutputStream out) throws IOException;
    }
}
