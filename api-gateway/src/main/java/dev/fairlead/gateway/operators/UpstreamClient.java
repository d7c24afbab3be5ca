package dev.fairlead.gateway.operators;

import java.time.Duration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.web.client.RestClient;

/** How the gateway asks services on its own account: for a whole answer, within a time. */
final class UpstreamClient {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** A service that has just started describes itself slowly. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private UpstreamClient() {}

    static RestClient create(ClientHttpRequestFactoryBuilder<?> clients) {
        HttpClientSettings settings =
                HttpClientSettings.defaults().withTimeouts(CONNECT, ANSWER).withRedirects(HttpRedirects.DONT_FOLLOW);
        return RestClient.builder().requestFactory(clients.build(settings)).build();
    }
}
