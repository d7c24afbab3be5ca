package dev.fairlead.quickstart.client;

import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Makes a web application of the demo answer its users and its probes with errors, now and then. */
public final class FlapClient {

    private final EndpointAddress site;

    public FlapClient(EndpointAddress site) {
        this.site = site;
    }

    /** For those who ask for the host it answers for a period and fails for a period, beginning with a failure. */
    public void flap(String host, Duration period, Duration length) throws IOException {
        String body = "{\"host\": \"%s\", \"periodMs\": %d, \"forMs\": %d}"
                .formatted(host, period.toMillis(), length.toMillis());
        HttpRequest request = Http.request(URI.create("http://%s/flap".formatted(site)))
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = Http.send(Http.SHARED, request);
        if (answer.statusCode() != 200) {
            throw new IOException("%s answers %d".formatted(site, answer.statusCode()));
        }
    }
}
