package dev.fairlead.gateway.envoy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Tally;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** What Envoys say of their endpoints at their admin addresses. */
final class AdminApi implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Ten thousand endpoints are some ten megabytes. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final HttpClient http;
    private final RestClient client;

    AdminApi() {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(ANSWER);
        this.client = RestClient.builder().requestFactory(requests).build();
    }

    /**
     * What one Envoy has counted.
     *
     * @param applications by the name of a cluster; other clusters are not Fairlead's
     */
    List<Tally> tallies(EndpointAddress envoy, Map<String, ApplicationName> applications) {
        Clusters clusters;
        try {
            clusters = client.get()
                    .uri(URI.create("http://%s/clusters?format=json".formatted(envoy)))
                    .retrieve()
                    .body(Clusters.class);
        } catch (ResourceAccessException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new DataPlaneException(
                    "Envoy does not answer at its admin address %s: %s"
                            .formatted(
                                    envoy,
                                    Objects.requireNonNullElse(
                                            cause.getMessage(), cause.getClass().getSimpleName())),
                    e);
        } catch (RestClientException e) {
            throw new DataPlaneException(
                    "Envoy answered something else at its admin address %s: %s".formatted(envoy, e.getMessage()), e);
        }
        List<Tally> tallies = new ArrayList<>();
        for (Cluster cluster : clusters == null ? List.<Cluster>of() : some(clusters.all())) {
            ApplicationName application = applications.get(cluster.name());
            if (application != null) {
                some(cluster.hosts()).forEach(host -> tallies.add(host.tally(application)));
            }
        }
        return Tally.summed(tallies);
    }

    private static <T> List<T> some(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Clusters(
            @JsonProperty("cluster_statuses") @Nullable List<Cluster> all) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Cluster(
            String name,
            @JsonProperty("host_statuses") @Nullable List<Host> hosts) {}

    /** One of a cluster that Fairlead made, where each has an address and a locality. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Host(
            Address address,
            Locality locality,
            @Nullable List<Stat> stats,
            @JsonProperty("health_status") @Nullable Health health) {

        Tally tally(ApplicationName application) {
            return new Tally(
                    application,
                    DataCenterName.of(locality.region()),
                    new EndpointAddress(address.socket().ip(), address.socket().port()),
                    sum("rq_total"),
                    sum("rq_error") + sum("cx_connect_fail"),
                    health != null && Boolean.TRUE.equals(health.ejected()));
        }

        /** What is 0 has no value. */
        private long sum(String name) {
            return some(stats).stream()
                    .filter(stat -> stat.name().equals(name))
                    .mapToLong(stat -> Objects.requireNonNullElse(stat.value(), 0L))
                    .sum();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Address(@JsonProperty("socket_address") Socket socket) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Socket(
            @JsonProperty("address") String ip,
            @JsonProperty("port_value") int port) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Locality(String region) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Stat(String name, @Nullable Long value) {}

    /** @param ejected by the outlier detection */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Health(
            @JsonProperty("failed_outlier_check") @Nullable Boolean ejected) {}
}
