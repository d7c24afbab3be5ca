package dev.fairlead.quickstart.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** HTTP clients that may set the {@code Host} header, which the JDK's allow only when asked before their first use. */
public final class Http {

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    /** For servers without TLS, or whose certificates Java believes. */
    static final HttpClient SHARED = builder().build();

    private Http() {}

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2));
    }

    /** @param tls whom it believes, and what it shows */
    static HttpClient client(SSLContext tls) {
        return builder().sslContext(tls).build();
    }

    /** Begins a request; every one begins here, so that the property is set before the JDK reads it. */
    public static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address);
    }

    /** Sends a request and gives the answer's body as text. */
    public static HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(SHARED, request);
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
