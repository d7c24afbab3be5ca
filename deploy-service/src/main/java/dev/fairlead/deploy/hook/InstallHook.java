package dev.fairlead.deploy.hook;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.runs.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a hook to install a version ({@code POST}) and which one is installed ({@code GET}). Each order carries the run
 * and its epoch as {@code Fairlead-Run} and {@code Fairlead-Epoch}: a hook that keeps the highest epoch of a run can
 * reject what a replaced executor still sends. Redirects are not followed.
 */
@Component
public final class InstallHook implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final HookPolicy policy;
    private final JsonMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    InstallHook(HookPolicy policy, JsonMapper json) {
        this.policy = policy;
        this.json = json;
    }

    /** What a hook is told. */
    public record Order(ApplicationName application, DataCenterName dataCenter, String version) {}

    /** The installed version; empty when the hook knows of none. */
    public Optional<String> installed(String url) {
        HttpResponse<String> answer = send(request(url).GET());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "the hook answers %d instead of its version".formatted(answer.statusCode()));
        }
        try {
            return json.readTree(answer.body()).path("version").asStringOpt().filter(version -> !version.isBlank());
        } catch (JacksonException e) {
            throw new IllegalStateException("the hook's answer is not JSON", e);
        }
    }

    /** Orders a version; ordering it again changes nothing. */
    public Outcome install(String url, Order order, String runId, long epoch) {
        HttpResponse<String> answer = send(request(url)
                .header("Content-Type", "application/json")
                .header("Fairlead-Run", runId)
                .header("Fairlead-Epoch", Long.toString(epoch))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(order))));
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Outcome.done("the hook accepted " + order.version());
        }
        String reason = "the hook answers %d to the order to install %s".formatted(status, order.version());
        return status >= 500 ? new Outcome.NotYet(reason) : new Outcome.Failed(reason);
    }

    private HttpRequest.Builder request(String url) {
        URI uri = policy.allowed(url);
        return HttpRequest.newBuilder(uri).timeout(ANSWER);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("the hook does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hook was asked", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
