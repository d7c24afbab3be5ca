package dev.fairlead.gateway.operators;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** How the gateway asks services on its own account: for a whole answer, within a time. */
final class UpstreamClient {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** A service that has just started describes itself slowly. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private UpstreamClient() {}

    static RestClient create() {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(ANSWER);
        return RestClient.builder().requestFactory(factory).build();
    }
}
