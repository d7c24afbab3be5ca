package dev.fairlead.service.database;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service with one table and one list in memory, on a free port. */
final class OneTable implements AutoCloseable {

    private static final String TOKEN = "a-token-of-the-tests-only";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private OneTable(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static OneTable start(Path folder, String url, String... more) throws IOException {
        return new OneTable(SpringApplication.run(Application.class, arguments(folder, url, more)));
    }

    static String[] arguments(Path folder, String url, String... more) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        List<String> all = new ArrayList<>(List.of(
                "--spring.config.import=classpath:fairlead-service.yaml",
                "--spring.application.name=one-table",
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=",
                "--spring.flyway.locations=classpath:db/one-table",
                "--server.port=0",
                "--fairlead.service-token-file=" + token));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    Answer put(String name) throws IOException, InterruptedException {
        return send(request("/v1/things/" + name).PUT(BodyPublishers.noBody()));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.headers().firstValue("Retry-After").orElse(""), answer.body());
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }

    record Answer(int status, String retryAfter, String body) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        EventBus bus() {
            return new InMemoryEventBus();
        }

        @RestController
        static class Things {

            private final OnceWriter writer;
            private final ForwardReads reads;
            private final TransactionTemplate anyone;
            private final JdbcClient jdbc;

            Things(OnceWriter writer, PlatformTransactionManager transactions, JdbcClient jdbc) {
                this.writer = writer;
                this.reads = new ForwardReads(transactions);
                this.anyone = new TransactionTemplate(transactions);
                anyone.setReadOnly(true);
                this.jdbc = jdbc;
            }

            @PutMapping("/v1/things/{name}")
            String put(@PathVariable String name) {
                return writer.write(() -> {
                    jdbc.sql("insert into thing (name) values (?)").param(name).update();
                    return name;
                });
            }

            @GetMapping("/v1/things")
            List<String> stored() {
                return Objects.requireNonNull(anyone.execute(status -> read()));
            }

            @GetMapping("/v1/things/forward")
            List<String> forward() {
                return reads.read(this::read);
            }

            @GetMapping("/v1/in-memory")
            String inMemory() {
                return "as it was";
            }

            private List<String> read() {
                return jdbc.sql("select name from thing order by name")
                        .query((row, number) -> row.getString("name"))
                        .list();
            }
        }
    }
}
