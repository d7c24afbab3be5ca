package dev.fairlead.gateway.builtin.edge;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.service.problem.ProblemWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;

/** The real edge in front of two real HTTP servers, with an even split between them. */
abstract class EdgeUnderTest {

    /** The host that the JDK's client asks for; it lets nobody choose another. */
    static final String HOST = "127.0.0.1";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Counted counted = new Counted(address -> Place.UNKNOWN);
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final CountDownLatch uploading = new CountDownLatch(1);
    final CountDownLatch cutOff = new CountDownLatch(1);
    final TestApplication east = new TestApplication("us-east", uploading, cutOff);
    final TestApplication west = new TestApplication("us-west", uploading, cutOff);
    BuiltinEdge edge = edge(0);

    EdgeUnderTest() throws IOException {}

    @BeforeEach
    void obeyAnEvenSplit() {
        obey(split(5_000));
    }

    @AfterEach
    void close() throws IOException {
        edge.close();
        client.close();
        east.close();
        west.close();
    }

    BuiltinEdge edge(int port) {
        return edge(port, List.of(Network.of("127.0.0.0/8")));
    }

    BuiltinEdge edge(int port, List<Network> trusted) {
        return edge(port, trusted, new WriteTtl(null, Optional::empty, InstantSource.system()));
    }

    BuiltinEdge edge(int port, List<Network> trusted, WriteTtl writes) {
        EdgeProperties properties = new EdgeProperties(
                true, "127.0.0.1", port, trusted, Duration.ofMillis(500), Duration.ofSeconds(10), 100, writes.ttl());
        return EdgeConfiguration.edge(
                properties, address -> Place.UNKNOWN, counted, new ProblemWriter(JsonMapper.shared()), meters, writes);
    }

    void obey(RoutingPlan plan) {
        EdgeTable desired = edge.desired(List.of(plan));
        EdgeTable before = edge.observe();
        edge.apply(desired, before);
        edge.verify(desired, before);
        assertThat(edge.observe()).isEqualTo(desired);
    }

    RoutingPlan split(int toEast) {
        return plan("web", 1)
                .host(HOST)
                .everyone(share("us-east", toEast), share("us-west", 10_000 - toEast))
                .serving("us-east", east.endpoint())
                .serving("us-west", west.endpoint())
                .build();
    }

    HttpResponse<String> get(String path, String from) throws IOException, InterruptedException {
        return client.send(request(path, from).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String from, String body) throws IOException, InterruptedException {
        return client.send(
                request(path, from).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String from) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Forwarded-For", from);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    static String head(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
