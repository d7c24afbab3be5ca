package dev.fairlead.gateway.builtin.edge;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.builtin.PortTakenException;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.service.problem.ProblemWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The real edge in front of real HTTP servers. */
class BuiltinEdgeTests {

    /** The host that the JDK's client asks for; it lets nobody choose another. */
    private static final String HOST = "127.0.0.1";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch uploading = new CountDownLatch(1);
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private final TestApplication east = new TestApplication("us-east", uploading, cutOff);
    private final TestApplication west = new TestApplication("us-west", uploading, cutOff);
    private BuiltinEdge edge = edge(0);

    BuiltinEdgeTests() throws IOException {}

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

    @Test
    void splitsClientNetworksByTheSharesAndKeepsEachWhereItIs() throws Exception {
        obey(split(7_000));
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            String first = "10.0.%d.1".formatted(i % 256 ^ i / 256 * 131);
            HttpResponse<String> answer = get("/", first);
            assertThat(answer.headers().firstValue("Fairlead-Data-Center")).contains(answer.body());
            assertThat(get("/", first.substring(0, first.length() - 1) + "200").body())
                    .isEqualTo(answer.body());
            counts.merge(answer.body(), 1, Integer::sum);
        }
        assertThat(counts.get("us-east")).isBetween(115, 165);
        assertThat(meters.get("fairlead.edge.requests")
                        .tag("application", "web")
                        .tag("data_center", "us-east")
                        .counter()
                        .count())
                .isEqualTo(2.0 * counts.getOrDefault("us-east", 0));
    }

    @Test
    void passesPathQueryAndHeadersOnAndDropsThoseOfTheConnection() throws Exception {
        HttpRequest request = request("/a%2Fb//c;d=1?x=%20y&x=z", "203.0.113.5")
                .header("X-Custom", "one")
                .header("X-Custom", "two")
                .header("TE", "trailers")
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        TestApplication reached = answer.body().equals("us-east") ? east : west;
        assertThat(reached.requests()).containsExactly("GET /a%2Fb//c;d=1?x=%20y&x=z");
        assertThat(reached.lastHeaders())
                .containsEntry("X-custom", List.of("one", "two"))
                .containsEntry("Host", List.of("127.0.0.1:" + edge.port()))
                .containsEntry("X-forwarded-for", List.of("203.0.113.5, 127.0.0.1"))
                .containsEntry("X-forwarded-proto", List.of("http"))
                .containsEntry("X-forwarded-host", List.of("127.0.0.1:" + edge.port()))
                .doesNotContainKey("Te");
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("X-Hop")).isEmpty();
    }

    @Test
    void sendsWritesToTheWriteRouteAndRefusesThemWhileReadOnly() throws Exception {
        obey(both(ServingMode.READ_WRITE).writesTo("us-west").build());
        for (int i = 0; i < 8; i++) {
            assertThat(post("/", "10.0.%d.1".formatted(i), "x").body()).isEqualTo("us-west");
        }
        obey(both(ServingMode.READ_ONLY).build());
        HttpResponse<String> refused = post("/", "10.0.0.1", "x");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"READ_ONLY\"");
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesUnknownHostsAndApplicationsThatNobodyServes() throws Exception {
        obey(plan("web", 3)
                .host(HOST)
                .everyone()
                .serving("us-east", east.endpoint())
                .build());
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(503);
        assertThat(get("/", "10.0.0.1").body()).contains("NO_DATA_CENTER");
        obey(plan("web", 4).host("other.test").everyone().build());
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(421);
        assertThat(get("/", "10.0.0.1").body()).contains("HOST_UNKNOWN");
    }

    @Test
    void triesAnotherEndpointAndThenAnotherDataCenterWhenOneIsNotThere() throws Exception {
        String dead = "127.0.0.1:" + freePort();
        obey(plan("web", 5)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", dead, east.endpoint())
                .serving("us-west", west.endpoint())
                .build());
        for (int i = 0; i < 6; i++) {
            assertThat(post("/", "10.0.0.1", "x").body()).isEqualTo("us-east");
        }
        obey(plan("web", 6)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", dead)
                .serving("us-west", west.endpoint())
                .build());
        assertThat(get("/", "10.0.0.1").body()).isEqualTo("us-west");
        obey(plan("web", 7)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", dead)
                .build());
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(502);
        assertThat(get("/", "10.0.0.1").body()).contains("ENDPOINT_UNREACHABLE");
    }

    @Test
    void takesTurnsAmongTheEndpointsOfADataCenter() throws Exception {
        obey(plan("web", 8)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", east.endpoint(), west.endpoint())
                .build());
        Set<String> bodies = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            bodies.add(get("/", "10.0.0.1").body());
        }
        assertThat(bodies).hasSize(2);
        assertThat(east.requests()).hasSize(5);
    }

    @Test
    void carriesLargeBodiesBothWaysWithoutKeepingThem() throws Exception {
        byte[] body = new byte[20_000_000];
        new Random(1).nextBytes(body);
        assertThat(repeated(BodyPublishers.ofByteArray(body))).isEqualTo(body);
        assertThat(repeated(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                .isEqualTo(body);
    }

    @Test
    void handsAnUploadOnWhileItComes() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            byte[] half = new byte[100_000]; // more than the client library collects
            out.write(ascii("PUT /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n"));
            out.write(half);
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            out.write(half);
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
        }
    }

    private byte[] repeated(BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = request("/echo", "10.0.0.1").POST(body).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    @Test
    void handsOnWhatIsStreamedWhileItComes() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request("/stream", "10.0.0.1").build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
            east.secondPart.countDown();
            west.secondPart.countDown();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second");
        }
    }

    @Test
    void anAnswerThatBreaksOffBreaksOffForTheClientToo() {
        assertThatThrownBy(() -> get("/broken", "10.0.0.1")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatGoesFreesTheEndpoint() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii("GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void repeatsOnlyWhatIsSafeToRepeat() throws Exception {
        obey(plan("web", 10)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", east.endpoint())
                .serving("us-west", west.endpoint())
                .build());
        assertThat(get("/falls-silent-in-us-east", "10.0.0.1").body()).isEqualTo("us-west");
        assertThat(west.requests()).hasSize(1);
        assertThat(post("/falls-silent-in-us-east", "10.0.0.1", "x").statusCode())
                .isEqualTo(502);
        HttpRequest withBody = request("/falls-silent-in-us-east", "10.0.0.1")
                .method("GET", BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(withBody, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
        assertThat(west.requests()).hasSize(1);
    }

    @Test
    void readsTheHostWithPortCaseAndFinalDot() throws Exception {
        obey(plan("web", 11)
                .host("web.demo.test")
                .everyone(share("us-east", 10_000))
                .serving("us-east", east.endpoint())
                .build());
        for (String host : List.of("web.demo.test", "WEB.Demo.Test", "web.demo.test:8090", "web.demo.test.:80")) {
            try (Socket socket = connect()) {
                socket.getOutputStream()
                        .write(ascii("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host)));
                assertThat(head(socket)).as(host).startsWith("HTTP/1.1 200");
            }
            assertThat(east.lastHeaders()).containsEntry("Host", List.of(host));
        }
    }

    @Test
    void dropsWhatAClientSaysIsForThisConnectionOnlyAndForwardsOfAStranger() throws Exception {
        edge.close();
        edge = edge(0, List.of());
        obey(split(10_000));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii("""
                    GET / HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Connection: close, X-Mine\r
                    X-Mine: a\r
                    Keep-Alive: timeout=5\r
                    Upgrade: websocket\r
                    Proxy-Authorization: Basic eDp5\r
                    X-Forwarded-For: 203.0.113.5\r
                    X-Forwarded-Proto: https\r
                    \r
                    """));
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(east.lastHeaders())
                .doesNotContainKeys("X-mine", "Keep-alive", "Upgrade", "Proxy-authorization")
                .containsEntry("X-forwarded-for", List.of("127.0.0.1"))
                .containsEntry("X-forwarded-proto", List.of("http"));
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpRequest head = request("/", "10.0.0.1").HEAD().build();
        HttpResponse<String> answer = client.send(head, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void saysThatItKnowsNothingYetBeforeTheFirstPlan() throws Exception {
        edge.close();
        edge = edge(0);
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(503);
        assertThat(get("/", "10.0.0.1").body()).contains("NO_PLAN");
    }

    @Test
    void verifyAsksTheEdgeItselfAndNamesWhatIsWrong() throws IOException {
        EdgeTable before = edge.observe();
        EdgeTable other = edge.desired(List.of(plan("web", 9)
                .host(HOST)
                .everyone(share("eu-west", 10_000))
                .serving("eu-west", east.endpoint())
                .build()));
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> edge.verify(other, before))
                .withMessageContaining("not to eu-west");
        assertThat(east.requests()).as("nothing was sent on").isEmpty();
    }

    @Test
    void aPortInUseIsOneClearSentence() {
        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> edge(edge.port()))
                .withMessageContaining("fairlead.data-planes.edge.port");
    }

    private BuiltinEdge edge(int port) {
        return edge(port, List.of(Network.of("127.0.0.0/8")));
    }

    private BuiltinEdge edge(int port, List<Network> trusted) {
        EdgeProperties properties = new EdgeProperties(
                true, "127.0.0.1", port, trusted, Duration.ofMillis(500), Duration.ofSeconds(10), 100);
        return EdgeConfiguration.edge(
                properties, address -> Place.UNKNOWN, new ProblemWriter(JsonMapper.shared()), meters);
    }

    private void obey(RoutingPlan plan) {
        EdgeTable desired = edge.desired(List.of(plan));
        EdgeTable before = edge.observe();
        edge.apply(desired, before);
        edge.verify(desired, before);
        assertThat(edge.observe()).isEqualTo(desired);
    }

    private RoutingPlan split(int toEast) {
        return plan("web", 1)
                .host(HOST)
                .everyone(share("us-east", toEast), share("us-west", 10_000 - toEast))
                .serving("us-east", east.endpoint())
                .serving("us-west", west.endpoint())
                .build();
    }

    private Plans both(ServingMode mode) {
        return plan("web", 2)
                .host(HOST)
                .everyone(share("us-east", 5_000), share("us-west", 5_000))
                .standing("us-east", Standing.State.SERVING, mode, east.endpoint())
                .standing("us-west", Standing.State.SERVING, mode, west.endpoint());
    }

    private HttpResponse<String> get(String path, String from) throws IOException, InterruptedException {
        return client.send(request(path, from).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String from, String body) throws IOException, InterruptedException {
        return client.send(
                request(path, from).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String from) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Forwarded-For", from);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String head(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
