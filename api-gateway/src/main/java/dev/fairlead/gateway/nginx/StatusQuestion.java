package dev.fairlead.gateway.nginx;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.relay.Answer;
import dev.fairlead.gateway.relay.RelayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Asks nginx which file it has loaded, each time over a connection of its own: a kept one would lead to the worker before. */
final class StatusQuestion implements AutoCloseable {

    private static final String VERSION = "Fairlead-Version";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EndpointAddress address;
    private final RelayClient client = new RelayClient(new RelayClient.Limits(PATIENCE, PATIENCE, PATIENCE, 1));

    StatusQuestion(EndpointAddress address) {
        this.address = address;
    }

    /** Empty when nobody answers, or somebody else. */
    Optional<String> version() {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
        request.setHeader("Host", GeneratedFile.STATUS_HOST);
        request.setHeader("Connection", "close");
        try (Answer answer = client.send(new HttpHost("http", address.ip(), address.port()), request)) {
            return answer.headers().stream()
                    .filter(header -> header.getName().equalsIgnoreCase(VERSION))
                    .map(Header::getValue)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
