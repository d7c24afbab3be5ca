package dev.fairlead.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The shell around a service with one endpoint, over real HTTP. */
class ServiceShellTests {

    private static final String TOKEN = "a-token-of-more-than-twenty-characters";

    private static final String VALID = """
            {"kind": "Application", "metadata": {"name": "shop"}, "spec": {"host": "shop.example",
             "pools": [{"dataCenter": "us-east", "endpoints": ["192.0.2.1:80"]}]}}""";

    private static final AtomicInteger taken = new AtomicInteger();
    private static final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        context = SpringApplication.run(
                OneEndpoint.class,
                "--spring.config.import=classpath:fairlead-service.yaml",
                "--spring.application.name=one-endpoint",
                "--server.port=0",
                "--fairlead.service-token-file=" + token,
                "--fairlead.bus.url=none",
                "--fairlead.bus.user=none",
                "--fairlead.bus.password=none");
    }

    @AfterAll
    static void stop() {
        context.close();
        client.close();
    }

    @BeforeEach
    void nothingTakenYet() {
        taken.set(0);
    }

    @Test
    void takesJsonAndYamlAlike() throws Exception {
        assertThat(put(VALID, "application/json").statusCode()).isEqualTo(200);
        assertThat(put("""
                        kind: Application
                        metadata: {name: shop}
                        spec:
                          host: shop.example
                          pools:
                            - {dataCenter: us-east, endpoints: ["192.0.2.1:80"]}
                        """, "application/yaml").statusCode()).isEqualTo(200);
        assertThat(taken).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "host":                | "hots": "x", "host":    | UNKNOWN_FIELD   | /spec/hots
                    "host": "shop.example" | "ttlSeconds": 1         | INVALID_VALUE   | /spec/host
                    "192.0.2.1:80"         | "www.example:80"        | INVALID_VALUE   | /spec/pools/0/endpoints/0
                    "192.0.2.1:80"         | "192.0.2.1:99999"       | INVALID_VALUE   | /spec/pools/0/endpoints/0
                    "us-east"              | "US East"               | INVALID_VALUE   | /spec/pools/0/dataCenter
                    "host":                | "ttlSeconds": 0, "host": | INVALID_VALUE  | /spec/ttlSeconds
                    "host":                | "data": {"database": "orders", "stalenessBudgetMs": -1}, "host": | INVALID_VALUE | /spec/data/stalenessBudgetMs
                    "host":                | "steering": {"weights": {"us-east": 0}}, "host": | INVALID_VALUE | /spec/steering/weights
                    "host":                | "steering": {"audiences": [{"name": "x"}]}, "host": | INVALID_VALUE | /spec/steering/audiences/0/name
                    """)
    void pointsAtTheFieldThatIsWrong(String right, String wrong, String code, String pointer) throws Exception {
        HttpResponse<String> answer = put(VALID.replace(right, wrong), "application/json");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("\"pointer\":\"" + pointer + "\"");
        assertThat(taken).hasValue(0);
    }

    @Test
    void pointsAtTheFieldThatIsWrongInYamlToo() throws Exception {
        HttpResponse<String> answer = put("""
                kind: Application
                metadata: {name: shop}
                spec: {host: shop.example, pools: [], weight: 3}
                """, "application/yaml");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"code\":\"UNKNOWN_FIELD\"").contains("\"pointer\":\"/spec/weight\"");
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        HttpResponse<String> answer = put("{\"kind\": ", "application/json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"UNREADABLE_BODY\"");
    }

    @Test
    void refusesAWriteWhoseQueryItDoesNotUnderstandAndPassesOverThatOfARead() throws Exception {
        HttpResponse<String> dry = client.send(
                request("application/json", "/v1/things?dryRun=true")
                        .PUT(BodyPublishers.ofString(VALID))
                        .build(),
                BodyHandlers.ofString());
        assertThat(dry.statusCode()).isEqualTo(400);
        assertThat(dry.body()).contains("\"code\":\"UNKNOWN_PARAMETER\"").contains("dryRun");
        assertThat(taken).hasValue(0);

        assertThat(status(request("application/json", "/v1/things?dryRun=true").GET()))
                .isEqualTo(200);
        assertThat(status(request("application/json", "/v1/things?colour=red&size=7&all=true")
                        .DELETE()))
                .isEqualTo(200);
        assertThat(status(request("application/json", "/v1/things?colour=red&shape=round")
                        .DELETE()))
                .isEqualTo(400);
        assertThat(status(request("application/json", "/v1/whole?whatever=it+says")
                        .POST(BodyPublishers.noBody())))
                .isEqualTo(200);
    }

    @Test
    void refusesABodyOfTenMegabytesWhetherItsLengthIsAnnouncedOrNot() throws Exception {
        byte[] large = new byte[10 * 1024 * 1024];
        Arrays.fill(large, (byte) ' ');
        HttpRequest.Builder announced = request("application/json").PUT(BodyPublishers.ofByteArray(large));
        HttpRequest.Builder chunked = request("application/json")
                .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large, 0, 2 * 1024 * 1024)));
        assertThat(status(announced)).isIn(413, -1);
        HttpResponse<String> answer = client.send(chunked.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"BODY_TOO_LARGE\"");
        assertThat(taken).hasValue(0);
    }

    @Test
    void answersOnlyFellowServicesButTellsThePlatformThatItLives() throws Exception {
        HttpRequest.Builder stranger = HttpRequest.newBuilder(uri("/v1/things"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(VALID));
        HttpResponse<String> refused = client.send(stranger.build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"code\":\"NOT_A_SERVICE\"").doesNotContain(TOKEN);

        HttpRequest probe =
                HttpRequest.newBuilder(uri("/actuator/health/liveness")).build();
        assertThat(client.send(probe, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        HttpRequest metrics =
                HttpRequest.newBuilder(uri("/actuator/prometheus")).build();
        assertThat(client.send(metrics, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void givesEveryProblemACode() throws Exception {
        HttpRequest.Builder unknown =
                HttpRequest.newBuilder(uri("/v1/nothing")).header("Authorization", "Bearer " + TOKEN);
        HttpResponse<String> answer = client.send(unknown.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    /** The server may close before it read all that is sent: then there is no answer to read. */
    private static int status(HttpRequest.Builder request) throws InterruptedException {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private static HttpResponse<String> put(String body, String type) throws IOException, InterruptedException {
        return client.send(request(type).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String type) {
        return request(type, "/v1/things");
    }

    private static HttpRequest.Builder request(String type, String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type);
    }

    private static URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class OneEndpoint {

        @Bean
        EventBus bus() {
            return new InMemoryEventBus();
        }

        @RestController
        static class Things {

            @PutMapping("/v1/things")
            String put(@RequestBody Resource<ApplicationSpec> body) {
                taken.incrementAndGet();
                return body.metadata().name();
            }

            @GetMapping("/v1/things")
            String get() {
                return "all";
            }

            @DeleteMapping("/v1/things")
            String delete(Which which, @RequestParam(defaultValue = "false") boolean all) {
                return which.toString() + all;
            }

            @PostMapping("/v1/whole")
            String whole(HttpServletRequest request) {
                return request.getRequestURI();
            }

            /** A query that is read as a record. */
            record Which(String colour, Integer size) {}
        }
    }
}
