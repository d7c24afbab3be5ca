package dev.fairlead.gateway.powerdns;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Pusher;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** The HTTP API of one PowerDNS server. Every failure becomes a sentence for operators. */
final class PowerDnsApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /**
     * A thousand Lua records take about half a second, reading a zone of twenty thousand about two; a server that is overloaded and answers
     * after ten seconds is still one that obeys.
     */
    private static final Duration ANSWER = Duration.ofSeconds(12);

    /** Kinds of one's own have to begin with X-. */
    private static final String PUSHER = "X-FAIRLEAD-PUSHER";

    /** What is said against the content of a request, or its length. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private final PowerDnsSettings settings;
    private final HttpClient http;
    private final RestClient client;

    PowerDnsApi(PowerDnsSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(ANSWER);
        this.client = RestClient.builder()
                .baseUrl("%s/api/v1/servers/%s".formatted(settings.url(), settings.serverId()))
                .requestFactory(requests)
                .requestInterceptor(this::withApiKey)
                .build();
    }

    /** Read for each request, so that a new key is taken without a restart. */
    private ClientHttpResponse withApiKey(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        String key;
        try {
            key = Files.readString(settings.apiKeyFile()).strip();
        } catch (IOException e) {
            throw new DataPlaneException("the API key file %s cannot be read".formatted(settings.apiKeyFile()), e);
        }
        request.getHeaders().set("X-API-Key", key);
        return execution.execute(request, body);
    }

    /** The absolute names of the zones that can be written to. */
    List<String> zones() {
        ZoneHead[] zones = asked(api -> api.get().uri("/zones").retrieve().body(ZoneHead[].class));
        return Arrays.stream(zones)
                .filter(zone -> zone.kind().equals("Native") || zone.kind().equals("Master"))
                .map(ZoneHead::name)
                .toList();
    }

    SortedMap<RrSet.Key, RrSet> rrsets(String zone) {
        Zone body = asked(api -> api.get().uri("/zones/{zone}", zone).retrieve().body(Zone.class));
        SortedMap<RrSet.Key, RrSet> rrsets = new TreeMap<>();
        for (Zone.RrSetBody rrset : body.rrsets()) {
            List<String> contents = rrset.records().stream()
                    .filter(content -> !content.disabled())
                    .map(Zone.Content::content)
                    .toList();
            rrsets.put(
                    new RrSet.Key(Zones.absolute(rrset.name()), rrset.type()),
                    new RrSet(Objects.requireNonNullElse(rrset.ttl(), 0), contents));
        }
        return rrsets;
    }

    /** Rectifying a large zone at each change costs a hundred times the change, and only signed zones need it. */
    void create(String zone) {
        NewZone body = new NewZone(zone, "Native", List.of(), "INCREASE", false);
        asked(api -> api.post().uri("/zones").body(body).retrieve().toBodilessEntity());
    }

    /** The same for a zone that is there; it says that it is not rectified also where the server's default has it done. */
    void neverRectify(String zone) {
        ZoneHead head = asked(api ->
                api.get().uri("/zones/{zone}?rrsets=false", zone).retrieve().body(ZoneHead.class));
        if (!Boolean.TRUE.equals(head.signed())) {
            asked(api -> api.put()
                    .uri("/zones/{zone}", zone)
                    .body(new Rectifying(false))
                    .retrieve()
                    .toBodilessEntity());
        }
    }

    /** Changes records of one zone, all or none; tells why the server does not take them, if it does not. */
    Optional<String> change(String zone, SortedMap<RrSet.Key, RrSet> changes) {
        Patch body = new Patch(changes.entrySet().stream()
                .map(entry -> patched(entry.getKey(), entry.getValue()))
                .toList());
        try {
            asked(api ->
                    api.patch().uri("/zones/{zone}", zone).body(body).retrieve().toBodilessEntity());
            return Optional.empty();
        } catch (DataPlaneException e) {
            if (e.getCause() instanceof RestClientResponseException answer
                    && REFUSALS.contains(answer.getStatusCode().value())) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static Zone.RrSetBody patched(RrSet.Key key, RrSet rrset) {
        return rrset.equals(RrSet.NONE)
                ? new Zone.RrSetBody(key.name(), key.type(), null, "DELETE", List.of())
                : new Zone.RrSetBody(
                        key.name(),
                        key.type(),
                        rrset.ttl(),
                        "REPLACE",
                        rrset.contents().stream()
                                .map(content -> new Zone.Content(content, false))
                                .toList());
    }

    /** Forgets cached answers for a name. */
    void flush(String name) {
        asked(api ->
                api.put().uri("/cache/flush?domain={name}", name).retrieve().toBodilessEntity());
    }

    /** Who wrote last into the zone that it pushes; kept with the zone, answered to nobody. */
    Optional<Pusher> pusher(String zone) {
        Metadata found = asked(api -> api.get()
                .uri("/zones/{zone}/metadata/{kind}", zone, PUSHER)
                .retrieve()
                .body(Metadata.class));
        return found.metadata().stream()
                .map(Pusher::parse)
                .flatMap(Optional::stream)
                .findFirst();
    }

    void write(String zone, Pusher pusher) {
        asked(api -> api.put()
                .uri("/zones/{zone}/metadata/{kind}", zone, PUSHER)
                .body(new Metadata(PUSHER, List.of(pusher.text())))
                .retrieve()
                .toBodilessEntity());
    }

    private <T> T asked(Function<RestClient, @Nullable T> call) {
        try {
            T answer = call.apply(client);
            if (answer == null) {
                throw new DataPlaneException("PowerDNS at %s answered nothing".formatted(settings.url()));
            }
            return answer;
        } catch (RestClientResponseException e) {
            String said = e.getResponseBodyAsString().strip();
            throw new DataPlaneException(
                    "PowerDNS at %s answered %d%s"
                            .formatted(
                                    settings.url(),
                                    e.getStatusCode().value(),
                                    said.isEmpty() ? "" : ": " + said.substring(0, Math.min(said.length(), 300))),
                    e);
        } catch (ResourceAccessException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new DataPlaneException(
                    "PowerDNS at %s does not answer: %s"
                            .formatted(
                                    settings.url(),
                                    Objects.requireNonNullElse(
                                            cause.getMessage(), cause.getClass().getSimpleName())),
                    e);
        } catch (RestClientException e) {
            throw new DataPlaneException(
                    "PowerDNS at %s answered something else: %s".formatted(settings.url(), e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record ZoneHead(
            String name,
            String kind,
            @JsonProperty("dnssec") @Nullable Boolean signed) {}

    private record Rectifying(@JsonProperty("api_rectify") boolean rectify) {}

    private record NewZone(
            String name,
            String kind,
            List<String> nameservers,
            @JsonProperty("soa_edit_api") String serialRule,
            @JsonProperty("api_rectify") boolean rectify) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Metadata(String kind, List<String> metadata) {}

    private record Patch(List<Zone.RrSetBody> rrsets) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Zone(List<RrSetBody> rrsets) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        private record RrSetBody(
                String name,
                String type,
                @Nullable Integer ttl,
                @JsonProperty("changetype") @Nullable String change,
                List<Content> records) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        private record Content(String content, boolean disabled) {}
    }
}
