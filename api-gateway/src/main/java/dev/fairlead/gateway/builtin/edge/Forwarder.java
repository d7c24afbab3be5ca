package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends a request to one endpoint over a kept connection, once: whether to try again is the caller's decision. The whole
 * request is sent before the answer is read, so an application that answers while it still reads may block itself.
 */
final class Forwarder implements AutoCloseable {

    /** Below the 5 s after which the shortest-lived servers close an idle connection. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);

    private final CloseableHttpClient client;

    Forwarder(EdgeProperties properties) {
        Timeout connect = Timeout.of(properties.connectTimeout());
        Timeout silence = Timeout.of(properties.responseTimeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnTotal(properties.maxConnections())
                        .setMaxConnPerRoute(properties.maxConnections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setIdleTimeout(Timeout.of(IDLE.toDuration()))
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(silence)
                        .build())
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    /** The answer's head; its body is read from it, and it has to be closed. */
    ClassicHttpResponse send(EndpointAddress endpoint, ClassicHttpRequest request) throws IOException {
        return client.executeOpen(new HttpHost("http", endpoint.ip(), endpoint.port()), request, null);
    }

    /** Whether not one byte of the request can have reached the endpoint. */
    static boolean nothingSent(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof ConnectionRequestTimeoutException;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
