package dev.fairlead.gateway.builtin.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bodies pass the edge while they come, whole, and end when either side goes. */
class EdgeStreamTests extends EdgeUnderTest {

    EdgeStreamTests() throws IOException {}

    @Test
    void carriesLargeBodiesBothWaysWithoutKeepingThem() throws Exception {
        byte[] body = new byte[20_000_000];
        new Random(1).nextBytes(body);
        assertThat(repeated(BodyPublishers.ofByteArray(body))).isEqualTo(body);
        assertThat(repeated(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                .isEqualTo(body);
    }

    @Test
    void handsAnUploadOnWhileItComes() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            byte[] half = new byte[100_000]; // more than the client library collects
            out.write(ascii("PUT /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n"));
            out.write(half);
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(half);
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void handsOnWhatIsStreamedWhileItComes() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request("/stream", "10.0.0.1").build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
            east.secondPart.countDown();
            west.secondPart.countDown();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second");
        }
    }

    @Test
    void anAnswerThatBreaksOffBreaksOffForTheClientToo() {
        assertThatThrownBy(() -> get("/broken", "10.0.0.1")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatGoesFreesTheEndpoint() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii("GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private byte[] repeated(BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = request("/echo", "10.0.0.1").POST(body).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }
}
