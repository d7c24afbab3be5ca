package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.envoy.XdsUnderTest.WholeAnswers;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node is told that is told everything at each change. */
class StateOfTheWorldTests {

    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String GROUP = "edge";
    private static final EnvoySettings SETTINGS =
            new EnvoySettings.Properties(null, null, null, null, null, null, null).withDefaults(GROUP);

    private final XdsUnderTest running = new XdsUnderTest();
    private final XdsServer xds = running.server();
    private final WholeAnswers answers = new WholeAnswers(running);

    @AfterEach
    void end() {
        running.close();
    }

    private void ask(String type, String version, String nonce, String... names) {
        answers.ask(DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("an-envoy").setCluster(GROUP))
                .setTypeUrl(type)
                .setVersionInfo(version)
                .setResponseNonce(nonce)
                .addAllResourceNames(List.of(names)));
    }

    private DiscoveryResponse next() throws InterruptedException {
        return answers.next();
    }

    private void offer(String... applications) {
        List<RoutingPlan> plans = List.of(applications).stream()
                .map(application -> plan(application, 1)
                        .everyone(share("east", 10_000))
                        .serving("east", "192.0.2.1:80")
                        .build())
                .toList();
        xds.offer(GROUP, EnvoyResources.of(plans, SETTINGS));
    }

    /** An Envoy that warms a cluster up acknowledges it, and hears of its end, only when it has its endpoints. */
    @Test
    void theEndpointsOfAClusterThatIsGoneAreStillToldToWhoWasToldOfIt() throws InterruptedException {
        offer("shop");
        ask(CLUSTERS, "", "");
        DiscoveryResponse clusters = next();
        ask(CLUSTERS, clusters.getVersionInfo(), clusters.getNonce());
        ask(ENDPOINTS, "", "", "shop");
        DiscoveryResponse before = next();
        ask(ENDPOINTS, before.getVersionInfo(), before.getNonce(), "shop");
        offer("shop", "zoo");
        DiscoveryResponse endpoints = Stream.of(
                        next(), next()) // the acknowledgement may come in before the offer or after it
                .filter(answer -> answer.getTypeUrl().equals(ENDPOINTS))
                .findFirst()
                .orElseThrow();
        offer("shop");

        ask(ENDPOINTS, endpoints.getVersionInfo(), endpoints.getNonce(), "shop", "zoo");

        DiscoveryResponse both = next();
        assertThat(both.getTypeUrl()).isEqualTo(ENDPOINTS);
        assertThat(both.getResourcesCount()).isEqualTo(2);
    }
}
