package dev.fairlead.health;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.service.region.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Two replicas of the service in one region, on one database, started anew one after the other. */
class ReplicasIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "a-token-for-this-test-only";
    private static final int ENDPOINTS = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestDatabase database = TestDatabase.create("health");
    private final List<Integer> ports =
            IntStream.range(0, 2).mapToObj(i -> FreePorts.next()).toList();
    private final List<Shop> shops = new ArrayList<>();
    private final List<ConfigurableApplicationContext> replicas = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private TrafficStandIn traffic;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        for (int i = 0; i < ENDPOINTS; i++) {
            shops.add(new Shop());
        }
        traffic =
                TrafficStandIn.withEndpoints(shops.stream().mapToInt(Shop::port).toArray());
        replicas.add(replica(0));
        replicas.add(replica(1));
    }

    private ConfigurableApplicationContext replica(int number) {
        String all = ports.stream().map(port -> "http://127.0.0.1:" + port).collect(Collectors.joining(","));
        return new SpringApplicationBuilder(HealthApplication.class)
                .run(
                        "--server.port=" + ports.get(number),
                        "--server.address=127.0.0.1",
                        "--fairlead.replicas=" + all,
                        "--fairlead.database-patience=1m",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=health",
                        "--spring.datasource.password=" + database.password(),
                        "--fairlead.bus.url=" + database.url(),
                        "--fairlead.bus.user=health",
                        "--fairlead.bus.password=" + database.password(),
                        "--fairlead.service-token-file=" + folder.resolve("token"),
                        "--spring.http.serviceclient.traffic.base-url=" + traffic.url());
    }

    @AfterEach
    void end() {
        replicas.forEach(ConfigurableApplicationContext::close);
        traffic.close();
        shops.forEach(Shop::close);
        database.close();
    }

    private <T> List<T> list(int number, String path, ParameterizedTypeReference<Listing<T>> type) {
        return Objects.requireNonNull(client(number).get().uri(path).retrieve().body(type))
                .items();
    }

    private RestClient client(int number) {
        return RestClient.builder()
                .baseUrl("http://127.0.0.1:" + ports.get(number))
                .defaultHeader("Authorization", "Bearer " + TOKEN)
                .build();
    }

    private Set<Endpoint> probedBy(int number) {
        ReplicaId id = replicas.get(number).getBean(ReplicaId.class);
        return list(number, "/v1/observations?of=" + id, new ParameterizedTypeReference<Listing<Observation>>() {})
                .stream()
                .map(Observation::endpoint)
                .collect(Collectors.toSet());
    }

    private List<Health> verdicts(int number) {
        return list(number, "/v1/verdicts", new ParameterizedTypeReference<Listing<Verdict>>() {}).stream()
                .map(Verdict::health)
                .toList();
    }

    private void allUpAndEachProbedOnce() {
        eventually(PATIENCE, () -> {
            for (int i = 0; i < 2; i++) {
                assertThat(verdicts(i)).hasSize(ENDPOINTS).containsOnly(Health.UP);
                assertThat(list(i, "/v1/observations", new ParameterizedTypeReference<Listing<Observation>>() {}))
                        .hasSize(ENDPOINTS);
            }
            Set<Endpoint> both = new HashSet<>(probedBy(0));
            assertThat(both).as("the first one's part").isNotEmpty().doesNotContainAnyElementsOf(probedBy(1));
            both.addAll(probedBy(1));
            assertThat(both).hasSize(ENDPOINTS);
        });
    }

    @Test
    void passOnWhatOthersSawFailToWhoeverProbesIt() {
        allUpAndEachProbedOnce();
        for (int told = 0; told < 2; told++) {
            Endpoint others = probedBy(1 - told).iterator().next();
            PassiveEvidence reset = new PassiveEvidence(others, "edge", 3, "connection reset");
            client(told)
                    .post()
                    .uri("/v1/evidence")
                    .body(new Listing<>(List.of(reset)))
                    .retrieve()
                    .toBodilessEntity();
            int asked = told;
            eventually(
                    PATIENCE,
                    () -> assertThat(list(asked, "/v1/verdicts", new ParameterizedTypeReference<Listing<Verdict>>() {}))
                            .filteredOn(verdict -> verdict.endpoint().equals(others))
                            .extracting(Verdict::health)
                            .containsExactly(Health.DOWN));
        }
        allUpAndEachProbedOnce();
    }

    @Test
    void shareTheProbingAndStartAnewWithoutAVerdictThatChanges() {
        allUpAndEachProbedOnce();
        List<String> wrong = new CopyOnWriteArrayList<>();
        Thread watcher = Thread.ofVirtual().start(() -> {
            while (!Thread.interrupted()) {
                IntStream.range(0, 2).forEach(i -> watch(i, wrong));
            }
        });
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            replicas.get(i).close();
            eventually(PATIENCE, () -> assertThat(probedBy(other)).hasSize(ENDPOINTS));
            replicas.set(i, replica(i));
            allUpAndEachProbedOnce();
        }
        watcher.interrupt();
        assertThat(wrong).isEmpty();

        shops.getFirst().kill();
        for (int i = 0; i < 2; i++) {
            int number = i;
            eventually(
                    PATIENCE,
                    () -> assertThat(verdicts(number))
                            .containsOnlyOnce(Health.DOWN)
                            .contains(Health.UP));
        }
    }

    private void watch(int number, List<String> wrong) {
        try {
            verdicts(number).stream()
                    .filter(health -> health != Health.UP)
                    .forEach(health -> wrong.add("replica %d said %s".formatted(number, health)));
        } catch (RestClientException e) {
            assertThat(e).isNotNull(); // it is away, or does not speak for the region yet
        }
    }
}
