package dev.fairlead.service.tls;

import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes requests with a client that is replaced at each renewal. The client before is left to its requests: closed it would
 * fail them, forgotten it ends by itself after the last.
 */
final class RenewedClients implements ClientHttpRequestFactory {

    private final Function<SslBundle, ? extends ClientHttpRequestFactory> make;
    private volatile ClientHttpRequestFactory current;

    RenewedClients(SslBundle first, Function<SslBundle, ? extends ClientHttpRequestFactory> make) {
        this.make = make;
        this.current = make.apply(first);
    }

    void renew(SslBundle renewed) {
        current = make.apply(renewed);
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return current.createRequest(uri, method);
    }
}
