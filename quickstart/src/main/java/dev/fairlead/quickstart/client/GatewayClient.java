package dev.fairlead.quickstart.client;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operators' REST interface, as far as the demo and its stories use it. */
public final class GatewayClient {

    /** Long enough for the first request of a control plane that has just started on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final URI gateway;
    private final String token;
    private final Duration timeout;
    private final HttpClient http;

    public GatewayClient(URI gateway, String token) {
        this(gateway, token, TIMEOUT);
    }

    /** @param timeout for each answer */
    public GatewayClient(URI gateway, String token, Duration timeout) {
        this(gateway, token, timeout, Http.SHARED);
    }

    /** @param tls whose certificates it believes */
    public GatewayClient(URI gateway, String token, SSLContext tls) {
        this(gateway, token, TIMEOUT, Http.client(tls));
    }

    private GatewayClient(URI gateway, String token, Duration timeout, HttpClient http) {
        this.gateway = gateway;
        this.token = token;
        this.timeout = timeout;
        this.http = http;
    }

    /** Writes a resource under its collection, such as {@code applications}. */
    public void apply(String collection, Resource<?> resource) throws IOException {
        send(put(collection, resource));
    }

    /**
     * The same, unless somebody else has changed it.
     *
     * @param generation that the resource has now
     * @return that it has then
     */
    public long apply(String collection, Resource<?> resource, long generation) throws IOException {
        String answer = send(put(collection, resource).header("If-Match", "\"" + generation + "\""));
        return json.readTree(answer).path("metadata").path("generation").asLong();
    }

    private HttpRequest.Builder put(String collection, Resource<?> resource) {
        return request("/v1/" + collection + "/" + resource.metadata().name())
                .PUT(body(resource))
                .header("Content-Type", "application/json");
    }

    public void restore(RestoreRequest request) throws IOException {
        post("/v1/restores", request);
    }

    /** Writes something that is no resource, such as a drain under {@code /v1/overrides/<id>}. */
    public void write(String path, Object body) throws IOException {
        send(request(path).PUT(body(body)).header("Content-Type", "application/json"));
    }

    /** Asks for something to be done, such as a rollout under {@code /v1/rollouts}. */
    public JsonNode post(String path, Object body) throws IOException {
        return json.readTree(send(request(path).POST(body(body)).header("Content-Type", "application/json")));
    }

    /** The same; sent again under the same key, it is done once. */
    public JsonNode post(String path, Object body, String idempotencyKey) throws IOException {
        return json.readTree(send(request(path)
                .POST(body(body))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)));
    }

    public RoutingPlan plan(String application) throws IOException {
        return json.readValue(get("/v1/applications/" + application + "/plan"), RoutingPlan.class);
    }

    public List<RoutingPlan> plans() throws IOException {
        return json.readValue(get("/v1/plans"), new TypeReference<Listing<RoutingPlan>>() {})
                .items();
    }

    public List<Verdict> verdicts() throws IOException {
        return json.readValue(get("/v1/verdicts"), new TypeReference<Listing<Verdict>>() {})
                .items();
    }

    public List<Freshness> freshness() throws IOException {
        return json.readValue(get("/v1/freshness"), new TypeReference<Listing<Freshness>>() {})
                .items();
    }

    public DatabaseSpec database(String name) throws IOException {
        return json.readValue(get("/v1/databases/" + name), new TypeReference<Resource<DatabaseSpec>>() {})
                .spec();
    }

    /** Any list or resource, as a tree. */
    public JsonNode tree(String path) throws IOException {
        return json.readTree(get(path));
    }

    private String get(String path) throws IOException {
        return send(request(path).GET());
    }

    private static HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofString(json.writeValueAsString(value));
    }

    private HttpRequest.Builder request(String path) {
        return Http.request(gateway.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private String send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = Http.send(http, request);
        if (response.statusCode() >= 400) {
            throw new IOException("%s %s: HTTP %d %s"
                    .formatted(
                            request.method(),
                            request.uri().getPath(),
                            response.statusCode(),
                            response.body().strip()));
        }
        return response.body();
    }
}
