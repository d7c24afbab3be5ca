package dev.fairlead.traffic;

import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a free port, and a client that may call it. */
final class Service implements AutoCloseable {

    static final String TOKEN = "a-token-of-the-tests-only";

    private final HttpClient http;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Path tokenFile;
    private final ConfigurableApplicationContext context;

    Service(TestDatabase database, Neighbours neighbours, String... more) throws IOException {
        this(HttpClient.newHttpClient(), database, neighbours, more);
    }

    /** @param http a client that the service believes */
    Service(HttpClient http, TestDatabase database, Neighbours neighbours, String... more) throws IOException {
        this(
                http,
                database.url(),
                database.password(),
                neighbours,
                arguments(more, "--spring.jpa.hibernate.ddl-auto=validate", "--fairlead.database-patience=1m"));
    }

    Service(String url, String password, Neighbours neighbours, String... more) throws IOException {
        this(HttpClient.newHttpClient(), url, password, neighbours, more);
    }

    private Service(HttpClient http, String url, String password, Neighbours neighbours, String... more)
            throws IOException {
        this.http = http;
        boolean anyPort = Stream.of(more).noneMatch(argument -> argument.startsWith("--server.port="));
        tokenFile = Files.createTempFile("service-token", "");
        Files.writeString(tokenFile, TOKEN);
        context = new SpringApplicationBuilder(TrafficApplication.class)
                .properties("spring.jmx.enabled=false")
                .run(arguments(
                        more,
                        anyPort ? "--server.port=0" : "--spring.main.banner-mode=off",
                        "--server.address=127.0.0.1",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=traffic",
                        "--spring.datasource.password=" + password,
                        "--fairlead.bus.url=" + url,
                        "--fairlead.bus.user=traffic",
                        "--fairlead.bus.password=" + password,
                        "--fairlead.service-token-file=" + tokenFile,
                        "--spring.http.serviceclient.health.base-url=" + neighbours.url(),
                        "--spring.http.serviceclient.replication.base-url=" + neighbours.url()));
    }

    private static String[] arguments(String[] more, String... all) {
        return Stream.of(all, more).flatMap(Stream::of).toArray(String[]::new);
    }

    String url() {
        String scheme = context.getEnvironment().containsProperty("fairlead.tls.bundle") ? "https" : "http";
        return scheme + "://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    Answer get(String path, String... headers) {
        return send(with(headers, request(path).GET()));
    }

    Answer put(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).PUT(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader(
                "Content-Type", body.stripLeading().startsWith("{") ? "application/json" : "application/yaml");
        return send(with(headers, request));
    }

    private static HttpRequest.Builder with(String[] headers, HttpRequest.Builder request) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path, String... headers) {
        return send(with(headers, request(path).DELETE()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Fairlead-Actor", "alice");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("ETag").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode read(String path) {
        Answer answer = get(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer);
        }
        return json.readTree(answer.body());
    }

    @Override
    public void close() {
        context.close();
        http.close();
        try {
            Files.deleteIfExists(tokenFile);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String etag, String retryAfter, String body) {}
}
