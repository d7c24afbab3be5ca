package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.Resilience.Ejection;
import dev.fairlead.contracts.traffic.Resilience.Retries;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.Ports;
import io.grpc.InsecureServerCredentials;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real Envoy does by itself about an endpoint that fails, between two plans. */
class EnvoyResilienceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    private final ProxiedSites sites = new ProxiedSites(EAST, WEST);
    private final int xdsPort = Ports.next();
    private final EnvoyServer envoy = EnvoyServer.create("resilience", xdsPort, Ports.next());
    private final XdsServer xds =
            new XdsServer(new InetSocketAddress("127.0.0.1", xdsPort), InsecureServerCredentials.create());
    private final EnvoyDataPlane plane = new EnvoyDataPlane(
            "envoy",
            new EnvoySettings.Properties(null, xdsPort, null, "resilience", envoy.listenerPort(), null, null)
                    .withDefaults("envoy"),
            xds);

    @BeforeEach
    void startEnvoy() {
        envoy.start();
    }

    @AfterEach
    void endEnvoy() {
        envoy.close();
        xds.close();
        sites.close();
    }

    /** An application that is served by both in turns. */
    private Plans shared(String application) {
        return plan(application, 1)
                .everyone(share(EAST.value(), 5_000), share(WEST.value(), 5_000))
                .serving(EAST.value(), sites.endpoint(EAST).toString())
                .serving(WEST.value(), sites.endpoint(WEST).toString());
    }

    private void obey(Plans... plans) {
        EnvoyResources desired =
                plane.desired(Stream.of(plans).map(Plans::build).toList());
        eventually(PATIENCE, () -> {
            plane.apply(desired, EnvoyResources.NONE);
            plane.verify(desired, EnvoyResources.NONE);
        });
    }

    /** What so many requests were answered. */
    private List<Integer> ask(String method, String application, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> ProxiedSites.ask(envoy.listenerPort(), new Request(method, application + ".demo.test"))
                        .status())
                .toList();
    }

    @Test
    void anEndpointThatFailsSeveralTimesInARowIsLeftOut() {
        obey(shared("app"));
        sites.fail(EAST, 500);

        List<Integer> statuses = ask("GET", "app", 10);

        assertThat(sites.asked(EAST))
                .as("500 is an answer: not asked for again")
                .isEqualTo(
                        (int) statuses.stream().filter(status -> status == 500).count())
                .isBetween(4, 6);
        eventually(PATIENCE, () -> assertThat(ask("GET", "app", 10)).containsOnly(204));
        int before = sites.asked(EAST);
        assertThat(ask("GET", "app", 20)).containsOnly(204);
        assertThat(sites.asked(EAST)).isEqualTo(before).isGreaterThanOrEqualTo(5);
    }

    @Test
    void theLastEndpointIsNeverLeftOut() {
        obey(shared("app"));
        sites.fail(EAST, 500);
        sites.fail(WEST, 500);

        assertThat(ask("GET", "app", 60)).as("503 would be Envoy's own").containsOnly(500);
    }

    @Test
    void aSafeRequestIsSentAgainToAnotherEndpointAndOneThatMayHaveChangedSomethingIsNot() {
        obey(shared("reads"), shared("writes"));
        sites.fail(EAST, 503);

        assertThat(ask("GET", "reads", 20)).containsOnly(204);
        int sentAgain = sites.asked(EAST);
        assertThat(sentAgain).as("then it is left out").isGreaterThanOrEqualTo(3);
        assertThat(sites.asked(WEST)).isEqualTo(20);

        assertThat(ask("POST", "writes", 20)).contains(503, 204);
        assertThat(sites.asked(EAST) + sites.asked(WEST)).as("each POST once").isEqualTo(sentAgain + 20 + 20);
    }

    @Test
    void aRequestThatNobodyCanHaveReceivedIsSentAgainWhateverItsMethod() {
        obey(shared("app"));
        sites.stop(EAST);

        assertThat(ask("POST", "app", 20)).containsOnly(204);
    }

    @Test
    void theApplicationHasTheLastWord() {
        Resilience none = new Resilience(new Ejection(0, 0, 30_000, 100), new Retries(0, 0));
        obey(shared("app").resilience(none));
        sites.fail(EAST, 503);

        assertThat(ask("GET", "app", 40).stream().filter(status -> status == 503))
                .hasSizeBetween(18, 22);
    }
}
