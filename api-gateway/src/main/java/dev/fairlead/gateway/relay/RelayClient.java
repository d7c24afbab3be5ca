package dev.fairlead.gateway.relay;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request over a kept connection, once: whether to try again is the caller's decision. The whole request is sent
 * before the answer is read, so a server that answers while it still reads may block itself.
 */
public final class RelayClient implements AutoCloseable {

    /** Below the 5 s after which the shortest-lived servers close an idle connection. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);

    /** A connection is made anew now and then, so that a renewed certificate is shown also where no connection is ever idle. */
    private static final TimeValue LIFE = TimeValue.ofMinutes(1);

    private final CloseableHttpClient client;

    public RelayClient(Limits limits) {
        this(limits, DefaultClientTlsStrategy.createDefault());
    }

    /** @param tls asked for each new connection to an {@code https} server */
    public RelayClient(Limits limits, Supplier<SSLContext> tls) {
        this(
                limits,
                (socket, host, port, attachment, context) ->
                        new DefaultClientTlsStrategy(tls.get()).upgrade(socket, host, port, attachment, context));
    }

    private RelayClient(Limits limits, TlsSocketStrategy tls) {
        Timeout connect = Timeout.of(limits.connect());
        Timeout firstByte = Timeout.of(limits.firstByte());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(tls)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnTotal(limits.connections())
                        .setMaxConnPerRoute(limits.connections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(firstByte)
                                .setIdleTimeout(Timeout.of(IDLE.toDuration()))
                                .setTimeToLive(LIFE)
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(firstByte)
                        .build())
                .setRequestExecutor(new PatientWithBodies(Timeout.of(limits.silence())))
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    /**
     * How long a server may take. There is no limit on the whole of an answer: a stream may go on for days.
     *
     * @param connect until there is a connection, also a free one of those allowed
     * @param firstByte until the answer begins
     * @param silence between two pieces of it
     * @param connections to all servers together
     */
    public record Limits(Duration connect, Duration firstByte, Duration silence, int connections) {}

    /** The answer's head; its body is still to come, and it has to be closed. */
    public Answer send(HttpHost server, ClassicHttpRequest request) throws IOException {
        return new Answer(CloseableHttpResponse.adapt(client.executeOpen(server, request, null)));
    }

    /** Whether not one byte of the request can have reached the server. */
    public static boolean nothingSent(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof ConnectionRequestTimeoutException;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** Sets the limit on silence in force when the answer has begun; the one on its beginning is set for each request. */
    private static final class PatientWithBodies extends HttpRequestExecutor {

        private final Timeout silence;

        PatientWithBodies(Timeout silence) {
            this.silence = silence;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            ClassicHttpResponse answer = super.execute(request, connection, information, context);
            connection.setSocketTimeout(silence);
            return answer;
        }
    }
}
