package dev.fairlead.gateway.operators;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** How the gateway calls services on behalf of operators. */
final class UpstreamClient {

    /** A service that is away is told at once. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Longer than a service waits for its own database, so that its own answer arrives. */
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
