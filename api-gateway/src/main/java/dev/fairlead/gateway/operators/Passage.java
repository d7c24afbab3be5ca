package dev.fairlead.gateway.operators;

import dev.fairlead.gateway.relay.Answer;
import dev.fairlead.gateway.relay.RelayClient;
import dev.fairlead.gateway.relay.RequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Carries an operator's request to a service and the answer back, both while they come. An answer may go on for as long as
 * it likes (server-sent events), and ends at the service as soon as the operator has gone and something more comes.
 */
final class Passage implements ProxyExchange, AutoCloseable {

    private static final RelayClient.Limits LIMITS = new RelayClient.Limits(
            Duration.ofSeconds(1), // a service that is away is told at once
            Duration.ofSeconds(10), // longer than a service waits for its own database, so that its own answer arrives
            Duration.ofSeconds(60), // longer than the pause between two signs of life in a stream of events
            1_000);

    /** The client library writes these itself. */
    private static final Set<String> WRITTEN_ANEW = caseless("Host", "Content-Length", "Transfer-Encoding", "Expect");

    private final RelayClient services;

    Passage() {
        this(new RelayClient(LIMITS));
    }

    /** @param tls what the gateway shows the services, asked for each new connection */
    Passage(Supplier<SSLContext> tls) {
        this(new RelayClient(LIMITS, tls));
    }

    private Passage(RelayClient services) {
        this.services = services;
    }

    /** Throws {@link UncheckedIOException} when the service does not begin to answer, or does not know this gateway. */
    @Override
    public ServerResponse exchange(Request request) {
        URI to = Objects.requireNonNull(request.getUri());
        try {
            return incoming(request, send(outgoing(request, to), to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service's answer, to be closed. Throws as {@link #exchange} does, unwrapped. */
    Answer send(ClassicHttpRequest request, URI to) throws IOException {
        Answer answer = services.send(new HttpHost(to.getScheme(), to.getHost(), to.getPort()), request);
        if (answer.status() == HttpStatus.UNAUTHORIZED.value()) {
            answer.close();
            throw new TokenRefusedException();
        }
        return answer;
    }

    private static ClassicHttpRequest outgoing(Request request, URI to) throws IOException {
        String path = to.getRawQuery() == null ? to.getRawPath() : to.getRawPath() + "?" + to.getRawQuery();
        ClassicHttpRequest out = new BasicClassicHttpRequest(request.getMethod().name(), path);
        request.getHeaders().forEach((name, values) -> {
            if (!WRITTEN_ANEW.contains(name)) {
                values.forEach(value -> out.addHeader(name, value));
            }
        });
        out.setEntity(RequestBody.of(request.getServerRequest().servletRequest()));
        return out;
    }

    private static ServerResponse incoming(Request request, Answer answer) {
        HttpStatusCode status = HttpStatusCode.valueOf(answer.status());
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach(header -> headers.add(header.getName(), header.getValue()));
        ServerResponse response = GatewayServerResponse.status(status).build((in, out) -> {
            try (answer) {
                answer.copyBody(out);
            }
            return null;
        });
        request.getResponseConsumers().forEach(consumer -> consumer.accept(new Head(status, headers), response));
        return response;
    }

    private static Set<String> caseless(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(Set.of(names));
        return all;
    }

    @Override
    public void close() throws IOException {
        services.close();
    }

    /** Operators are checked here: a service that asks who calls does not know this gateway. */
    static final class TokenRefusedException extends IOException {}

    /** What the gateway's filters of headers look at. */
    private record Head(HttpStatusCode status, HttpHeaders headers) implements Response {

        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
