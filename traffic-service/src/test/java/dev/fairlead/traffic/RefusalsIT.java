package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.drain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service does not take, and that nothing of it stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final JsonMapper json = JsonMapper.builder().build();
    private final TwoDataCenters running = new TwoDataCenters(Health.UP, Health.UP);
    private final Service service = running.service();

    @BeforeAll
    void addADataCenterWithoutAPool() {
        service.put("/v1/data-centers/spare", dataCenter("spare"));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void deletesNoDataCenterThatIsInUse() {
        service.put("/v1/applications/user", application("user", "{}"));
        Service.Answer answer = service.delete("/v1/data-centers/us-east");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("IN_USE", "user");
        assertThat(service.delete("/v1/applications/user").status()).isEqualTo(204);
        assertThat(service.get("/v1/applications/user").status()).isEqualTo(404);
        eventually(
                SOON,
                () -> assertThat(service.get("/v1/applications/user/plan").status())
                        .isEqualTo(404));
    }

    @Test
    void givesOneHostToOneOfManyThatAskAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> rivals = Stream.iterate(0, i -> i + 1)
                    .limit(8)
                    .map(i -> (Callable<Integer>) () -> service.put(
                                    "/v1/applications/rival-" + i,
                                    application("rival-" + i, "rivals.example.com", "{}"))
                            .status())
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(rivals)) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 422);
        }
    }

    @ParameterizedTest(name = "{3} {4}")
    @MethodSource("dev.fairlead.traffic.BadApplications#refused")
    void refusesBadInputAndStoresNothing(String title, String body, int status, String code, String pointer) {
        if (code.equals("HOST_TAKEN")) {
            service.put("/v1/applications/taken", application("taken", "{}"));
        }
        Service.Answer answer = service.put("/v1/applications/bad", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.at("/code").asString()).contains(code).isNotEmpty();
        if (!pointer.isEmpty()) {
            assertThat(problem.at("/errors").toString()).contains("\"" + pointer + "\"");
        }
        assertThat(service.get("/v1/applications/bad").status()).isEqualTo(404);
    }

    @Test
    void refusesABodyOfNoTypeAndAReasonThatNobodyCanRead() {
        String path = "/v1/applications/bad";
        Service.Answer untyped = service.put(path, application("bad", "{}"), "Content-Type", "text/plain");
        assertThat(untyped.status()).isEqualTo(415);
        assertThat(untyped.body()).contains("UNSUPPORTED_MEDIA_TYPE");
        assertThat(service.get(path).status()).isEqualTo(404);
        assertThat(service.get(path + "/").status()).isEqualTo(404);
        for (String reason : List.of(" ", "\\u0000", "x".repeat(1_001))) {
            Service.Answer answer = service.put(
                    "/v1/overrides/unread",
                    "{\"kind\": \"drain\", \"dataCenter\": \"us-east\", \"reason\": \"%s\"}".formatted(reason));
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("/reason");
        }
        assertThat(service.get("/v1/overrides").body()).doesNotContain("unread");
    }

    @Test
    void refusesAMomentThatNoDatabaseKnows() {
        for (String moment : List.of("-1000000000-01-01T00:00:00Z", "%2B1000000000-12-31T23:59:59Z", "yesterday")) {
            assertThat(service.get("/v1/applications/nobody/why?at=" + moment).status())
                    .as(moment)
                    .isBetween(400, 422);
        }
        assertThat(service.get("/v1/applications/nobody/plans?limit=0").body()).contains("/limit");
    }

    @Test
    void refusesAnOverrideOfWhatDoesNotExist() {
        assertThat(service.put("/v1/overrides/typo", drain("no-such", "us-east"))
                        .body())
                .contains("UNKNOWN_APPLICATION", "/application");
        assertThat(service.put("/v1/overrides/typo", drain("no-such", "atlantis"))
                        .status())
                .isEqualTo(422);
        assertThat(service.get("/v1/overrides").body()).doesNotContain("typo");
    }
}
