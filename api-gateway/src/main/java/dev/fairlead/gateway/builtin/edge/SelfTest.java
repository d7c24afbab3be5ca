package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.builtin.edge.route.Route;
import dev.fairlead.gateway.builtin.edge.route.Router;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.relay.Answer;
import dev.fairlead.gateway.relay.RelayClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Asks the edge over HTTP where it would send a request from this machine. */
final class SelfTest {

    private final RelayClient client;
    private final EndpointAddress edge;
    private final PlaceLookup places;

    SelfTest(RelayClient client, EndpointAddress edge, PlaceLookup places) {
        this.client = client;
        this.edge = edge;
        this.places = places;
    }

    /** Throws when the edge's answer is not the one that the table gives. */
    void expect(String host, EdgeTable table) {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", EdgeServlet.SELF_TEST);
        request.setHeader("Host", host);
        InetAddress self = InetAddress.ofLiteral(edge.ip());
        Optional<String> expected = switch (Router.route(table, host, "GET", self, places)) {
            case Route.Forward forward ->
                Optional.of(forward.targets().getFirst().dataCenter().value());
            case Route.Refuse refused -> Optional.empty();
        };
        try (Answer answer = client.send(new HttpHost("http", edge.ip(), edge.port()), request)) {
            Optional<String> told = answer.headers().stream()
                    .filter(header -> header.getName().equalsIgnoreCase(EdgeServlet.DATA_CENTER))
                    .map(Header::getValue)
                    .findFirst();
            if (!told.equals(expected)) {
                throw new DataPlaneException("%s is sent to %s, not to %s"
                        .formatted(host, told.orElse("nobody"), expected.orElse("nobody")));
            }
        } catch (IOException e) {
            throw new DataPlaneException("the edge does not answer for %s: %s".formatted(host, e.getMessage()), e);
        }
    }
}
