package dev.fairlead.gateway.builtin.edge;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.builtin.PortTakenException;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Tally;
import dev.fairlead.testing.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The real edge in front of real HTTP servers. */
class BuiltinEdgeTests extends EdgeUnderTest {

    BuiltinEdgeTests() throws IOException {}

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
        assertThat(refused.headers().firstValue("Fairlead-Reason")).contains("READ_ONLY");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"READ_ONLY\"");
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(200);
    }

    @Test
    void closesWritesByItselfWhenTheTrafficServiceIsNotHeard() throws Exception {
        Instant heard = Instant.parse("2026-01-01T00:00:00Z");
        MutableClock clock = new MutableClock(heard);
        Duration ttl = Duration.ofSeconds(15);
        edge.close();
        edge = edge(0, List.of(Network.of("127.0.0.0/8")), new WriteTtl(ttl, () -> Optional.of(heard), clock));
        obey(both(ServingMode.READ_WRITE).writesTo("us-west").build());
        clock.advance(ttl.minusMillis(1));
        assertThat(post("/", "10.0.0.1", "x").body()).isEqualTo("us-west");

        clock.advance(Duration.ofMillis(1));
        HttpResponse<String> refused = post("/", "10.0.0.1", "x");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Fairlead-Reason")).contains("READ_ONLY");
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(200);
    }

    @Test
    void failsNoReadWhileAnApplicationBecomesReadOnlyAndBack() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<List<Integer>> failed = reader.submit(() -> {
                List<Integer> statuses = new ArrayList<>();
                while (!over.get()) {
                    int status = get("/", "10.0.%d.1".formatted(reads.incrementAndGet() % 256))
                            .statusCode();
                    if (status != 200) {
                        statuses.add(status);
                    }
                }
                return statuses;
            });
            for (int i = 0; i < 5; i++) {
                obey(both(ServingMode.READ_ONLY).build());
                assertThat(post("/", "10.0.0.1", "x").statusCode()).isEqualTo(503);
                readSomeMore(reads);
                obey(both(ServingMode.READ_WRITE).writesTo("us-west").build());
                assertThat(post("/", "10.0.0.1", "x").statusCode()).isEqualTo(200);
                readSomeMore(reads);
            }
            over.set(true);
            assertThat(failed.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static void readSomeMore(AtomicInteger reads) {
        int now = reads.get();
        eventually(Duration.ofSeconds(20), () -> assertThat(reads).hasValueGreaterThan(now + 20));
    }

    @Test
    void refusesUnknownHostsAndApplicationsThatNobodyServes() throws Exception {
        obey(plan("web", 3)
                .host(HOST)
                .everyone()
                .serving("us-east", east.endpoint())
                .build());
        HttpResponse<String> refused = get("/", "10.0.0.1");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("NO_DATA_CENTER");
        assertThat(refused.headers().firstValue("Fairlead-Reason")).contains("NO_DATA_CENTER");
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
    void countsWhatUsersAskForWhateverBecomesOfItAndNotItsOwnQuestions() throws Exception {
        obey(plan("web", 12)
                .host(HOST)
                .network("partners", "203.0.113.0/24", share("us-west", 10_000))
                .everyone(share("us-east", 10_000))
                .standing("us-east", Standing.State.SERVING, ServingMode.READ_ONLY, east.endpoint())
                .standing("us-west", Standing.State.SERVING, ServingMode.READ_ONLY, west.endpoint())
                .build());
        Asking everyone = new Asking(ApplicationName.of("web"), "everyone");
        Asking partners = new Asking(ApplicationName.of("web"), "partners");
        assertThat(counted.all()).as("verified by its own questions").isEmpty();

        get("/", "10.0.0.1");
        get("/", "203.0.113.7");
        assertThat(post("/", "203.0.113.7", "x").statusCode()).isEqualTo(503);
        assertThat(counted.all()).containsExactlyInAnyOrderEntriesOf(Map.of(everyone, 1L, partners, 2L));

        obey(plan("web", 13).host("other.test").everyone().build());
        assertThat(get("/", "10.0.0.1").statusCode()).isEqualTo(421);
        assertThat(counted.all()).containsEntry(everyone, 1L);
    }

    @Test
    void countsByEndpointWhatItSentAndWhatFailedThere() throws Exception {
        EndpointAddress dead = new EndpointAddress("127.0.0.1", freePort());
        obey(plan("web", 14)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", dead.toString())
                .serving("us-west", west.endpoint())
                .build());
        assertThat(edge.tallies()).isEmpty();

        assertThat(get("/", "10.0.0.1").body()).isEqualTo("us-west");
        assertThat(post("/", "10.0.0.1", "x").body()).isEqualTo("us-west");

        assertThat(edge.tallies())
                .containsExactlyInAnyOrder(
                        tally("us-east", dead, 2, 2), tally("us-west", EndpointAddress.of(west.endpoint()), 2, 0));
    }

    @Test
    void aResetCountsAsTheEndpointsFailureOnlyWhereNoUserCanHaveCausedIt() throws Exception {
        obey(plan("web", 15)
                .host(HOST)
                .everyone(share("us-east", 10_000))
                .serving("us-east", east.endpoint())
                .build());
        EndpointAddress endpoint = EndpointAddress.of(east.endpoint());

        post("/falls-silent-in-us-east", "10.0.0.1", "x");
        assertThat(edge.tallies()).isEmpty();

        assertThat(get("/falls-silent-in-us-east", "10.0.0.1").statusCode()).isEqualTo(502);
        assertThat(edge.tallies()).containsExactly(tally("us-east", endpoint, 1, 1));
    }

    private static Tally tally(String dataCenter, EndpointAddress endpoint, long requests, long failures) {
        return new Tally(ApplicationName.of("web"), DataCenterName.of(dataCenter), endpoint, requests, failures, false);
    }

    @Test
    void aPortInUseIsOneClearSentence() {
        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> edge(edge.port()))
                .withMessageContaining("fairlead.data-planes.edge.port");
    }

    private Plans both(ServingMode mode) {
        return plan("web", 2)
                .host(HOST)
                .everyone(share("us-east", 5_000), share("us-west", 5_000))
                .standing("us-east", Standing.State.SERVING, mode, east.endpoint())
                .standing("us-west", Standing.State.SERVING, mode, west.endpoint());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
