package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.servers.Ports;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node is told that is told everything at each change. */
class StateOfTheWorldTests {

    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String GROUP = "edge";
    private static final EnvoySettings SETTINGS =
            new EnvoySettings.Properties(null, null, null, null, null, null, null).withDefaults(GROUP);

    private final InetSocketAddress address = new InetSocketAddress("127.0.0.1", Ports.next());
    private final XdsServer xds = new XdsServer(address, InsecureServerCredentials.create());
    private final ManagedChannel channel =
            NettyChannelBuilder.forAddress(address).usePlaintext().build();
    private final BlockingQueue<DiscoveryResponse> answers = new LinkedBlockingQueue<>();
    private final StreamObserver<DiscoveryRequest> requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
            .streamAggregatedResources(new StreamObserver<>() {
                @Override
                public void onNext(DiscoveryResponse answer) {
                    answers.add(answer);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            });

    @AfterEach
    void end() {
        channel.shutdownNow();
        xds.close();
    }

    private void ask(String type, String version, String nonce, String... names) {
        requests.onNext(DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("an-envoy").setCluster(GROUP))
                .setTypeUrl(type)
                .setVersionInfo(version)
                .setResponseNonce(nonce)
                .addAllResourceNames(List.of(names))
                .build());
    }

    private DiscoveryResponse next() throws InterruptedException {
        return Objects.requireNonNull(answers.poll(10, TimeUnit.SECONDS), "no answer within 10 s");
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
        assertThat(next().getTypeUrl()).isEqualTo(CLUSTERS);
        DiscoveryResponse endpoints = next();
        offer("shop");

        ask(ENDPOINTS, endpoints.getVersionInfo(), endpoints.getNonce(), "shop", "zoo");

        DiscoveryResponse both = next();
        assertThat(both.getTypeUrl()).isEqualTo(ENDPOINTS);
        assertThat(both.getResourcesCount()).isEqualTo(2);
    }
}
