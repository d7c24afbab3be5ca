package dev.fairlead.deploy.hook;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.runs.Outcome;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
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
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final HookPolicy policy;
    private final JsonMapper json;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param patience for a whole answer */
    InstallHook(HookPolicy policy, JsonMapper json, @Value("${fairlead.deploy.hook-patience:10s}") Duration patience) {
        this.policy = policy;
        this.json = json;
        this.patience = patience;
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
                .header(RunHeaders.RUN, runId)
                .header(RunHeaders.EPOCH, Long.toString(epoch))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(order))));
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Outcome.done("the hook accepted " + order.version());
        }
        String reason = "the hook answers %d to the order to install %s".formatted(status, order.version());
        return status >= 500 ? new Outcome.NotYet(reason) : new Outcome.Failed(reason);
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(policy.allowed(url));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        // a request's own timeout ends with the headers: a body that never ends would hold the run for good
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IllegalStateException("the hook does not answer within %d ms".formatted(patience.toMillis()), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the hook does not answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hook was asked", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
