package dev.fairlead.quickstart.client;

import dev.fairlead.contracts.DataCenterName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests through an HTTP proxy on behalf of client addresses, as a load balancer in front of it would. */
public final class EdgeClient {

    private static final JsonMapper json = JsonMapper.shared();

    private final URI edge;
    private final Duration timeout;

    public EdgeClient(URI edge, Duration timeout) {
        this.edge = edge;
        this.timeout = timeout;
    }

    /** {@code GET path} of an application from a client. */
    public Answer get(String host, String path, InetAddress client) {
        return send(request(host, path, client).GET().build());
    }

    /** {@code POST path} of an application from a client, without a body. */
    public Answer post(String host, String path, InetAddress client) {
        return send(request(host, path, client)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private HttpRequest.Builder request(String host, String path, InetAddress client) {
        return Http.request(edge.resolve(path))
                .timeout(timeout)
                .header("Host", host)
                .header("X-Forwarded-For", client.getHostAddress());
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = Http.send(request);
            JsonNode body = body(response.body());
            String dataCenter = body.path("dataCenter").asString("");
            String error = body.path("error").asString(body.path("detail").asString(""));
            return new Answer(
                    response.statusCode(),
                    dataCenter.isEmpty() ? null : DataCenterName.of(dataCenter),
                    "HTTP %d%s".formatted(response.statusCode(), error.isEmpty() ? "" : ": " + error));
        } catch (IOException e) {
            return new Answer(0, null, e.toString());
        }
    }

    private static JsonNode body(String text) {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            return json.missingNode();
        }
    }

    /**
     * What came back.
     *
     * @param status 0 when there was no answer
     * @param dataCenter the one that says it answered
     */
    public record Answer(int status, @Nullable DataCenterName dataCenter, String reason) {}
}
