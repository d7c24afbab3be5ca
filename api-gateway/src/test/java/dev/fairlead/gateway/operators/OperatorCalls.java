package dev.fairlead.gateway.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Calls of a whole gateway as an operator makes them, with his token. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class OperatorCalls {

    @LocalServerPort
    int port;

    final HttpClient http = HttpClient.newHttpClient();
    String token = "";

    @BeforeEach
    void readToken(@Value("${fairlead.gateway.state-directory}") Path state) throws IOException {
        token = Files.readString(state.resolve("operator-token")).strip();
    }

    final HttpRequest.Builder operator(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(15));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static RecordingService.Received received(RecordingService service) throws InterruptedException {
        RecordingService.Received received = service.received().poll(5, TimeUnit.SECONDS);
        assertThat(received).isNotNull();
        return received;
    }

    static String code(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body()).path("code").asString();
    }
}
