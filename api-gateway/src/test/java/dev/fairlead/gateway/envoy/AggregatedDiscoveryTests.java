package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.fairlead.contracts.traffic.RoutingPlan;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real xDS server, asked for increments message by message as Envoy asks. */
class AggregatedDiscoveryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String LISTENERS = Resources.V3.LISTENER_TYPE_URL;
    private static final String GROUP = "edge";
    private static final EnvoySettings SETTINGS =
            new EnvoySettings.Properties(null, null, null, null, null, null, null).withDefaults(GROUP);

    private final XdsUnderTest running = new XdsUnderTest();
    private final XdsServer xds = running.server();

    @AfterEach
    void end() {
        running.close();
    }

    /** One stream of one Envoy. */
    private final class Stream implements StreamObserver<DeltaDiscoveryResponse> {

        private final BlockingQueue<DeltaDiscoveryResponse> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private final StreamObserver<DeltaDiscoveryRequest> requests =
                running.stub().deltaAggregatedResources(this);

        private Stream(DeltaDiscoveryRequest.Builder first) {
            requests.onNext(first.setNode(Node.newBuilder().setId("an-envoy").setCluster(GROUP))
                    .build());
        }

        @Override
        public void onNext(DeltaDiscoveryResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable why) {
            failure.complete(why);
        }

        @Override
        public void onCompleted() {
            failure.complete(new IllegalStateException("completed"));
        }

        private DeltaDiscoveryResponse next() throws InterruptedException {
            return Objects.requireNonNull(
                    answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no answer within " + PATIENCE);
        }

        private void acknowledge(DeltaDiscoveryResponse answer) {
            requests.onNext(asks(answer.getTypeUrl())
                    .setResponseNonce(answer.getNonce())
                    .build());
        }

        private void refuse(DeltaDiscoveryResponse answer) {
            requests.onNext(asks(answer.getTypeUrl())
                    .setResponseNonce(answer.getNonce())
                    .setErrorDetail(Status.newBuilder().setMessage("no"))
                    .build());
        }

        /** What it is told of the endpoints of these applications, once it has asked for all clusters. */
        private DeltaDiscoveryResponse endpoints(String... applications) throws InterruptedException {
            acknowledge(next());
            requests.onNext(asks(ENDPOINTS, applications).build());
            return next();
        }
    }

    private static DeltaDiscoveryRequest.Builder asks(String type, String... names) {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type).addAllResourceNamesSubscribe(List.of(names));
    }

    private static List<String> names(DeltaDiscoveryResponse answer) {
        return answer.getResourcesList().stream()
                .map(Resource::getName)
                .sorted()
                .toList();
    }

    private static Map<String, String> versions(DeltaDiscoveryResponse answer) {
        return answer.getResourcesList().stream().collect(Collectors.toMap(Resource::getName, Resource::getVersion));
    }

    private static RoutingPlan serving(String application, String endpoint) {
        return plan(application, 1)
                .everyone(share("east", 10_000))
                .serving("east", endpoint)
                .build();
    }

    private EnvoyResources offer(RoutingPlan... plans) {
        EnvoyResources resources = EnvoyResources.of(List.of(plans), SETTINGS);
        xds.offer(GROUP, resources);
        return resources;
    }

    private void accepted(EnvoyResources resources) {
        xds.accepted(GROUP, resources);
    }

    private boolean held(EnvoyResources resources, String type) {
        String version = Objects.requireNonNull(resources.versions().get(type));
        return xds.nodes().of(GROUP).stream().anyMatch(node -> node.holds(Map.of(type, version)));
    }

    @Test
    void aChangeOfOneApplicationOfManySendsOnlyItsEndpoints() throws InterruptedException {
        List<RoutingPlan> plans = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> serving("app-" + i, "192.0.2.1:80"))
                .toList());
        String[] all = plans.stream().map(plan -> plan.application().value()).toArray(String[]::new);
        offer(plans.toArray(RoutingPlan[]::new));
        Stream envoy = new Stream(asks(CLUSTERS));
        DeltaDiscoveryResponse everything = envoy.endpoints(all);
        assertThat(everything.getResourcesList()).hasSize(100);
        envoy.acknowledge(everything);

        plans.set(42, serving("app-42", "192.0.2.2:80"));
        EnvoyResources changed = offer(plans.toArray(RoutingPlan[]::new));

        DeltaDiscoveryResponse increment = envoy.next();
        assertThat(names(increment)).containsExactly("app-42");
        assertThat(held(changed, ENDPOINTS)).isFalse();
        envoy.acknowledge(increment);
        eventually(PATIENCE, () -> assertThat(held(changed, ENDPOINTS)).isTrue());
        assertThat(held(changed, CLUSTERS)).isTrue();
        assertThat(envoy.answers).isEmpty();
    }

    @Test
    void whoComesBackIsToldWhatChangedMeanwhileAndWhatIsGone() throws InterruptedException {
        offer(serving("gone", "192.0.2.1:80"), serving("shop", "192.0.2.1:80"), serving("zoo", "192.0.2.1:80"));
        Stream before = new Stream(asks(CLUSTERS));
        Map<String, String> clusters = versions(before.next());
        before.requests.onCompleted();
        offer(serving("media", "192.0.2.1:80"), serving("shop", "192.0.2.1:80"), serving("zoo", "192.0.2.1:80"));

        Stream after = new Stream(asks(CLUSTERS).putAllInitialResourceVersions(clusters));

        DeltaDiscoveryResponse told = after.next();
        assertThat(names(told)).containsExactly("media");
        assertThat(told.getRemovedResourcesList()).containsExactly("gone");
    }

    @Test
    void whoComesBackWithEverythingIsToldNothingAndCountsAsObeying() throws InterruptedException {
        EnvoyResources same = offer(serving("shop", "192.0.2.1:80"));
        Stream before = new Stream(asks(CLUSTERS));
        DeltaDiscoveryResponse clusters = before.next();
        before.requests.onCompleted();
        eventually(PATIENCE, () -> assertThat(xds.nodes().of(GROUP)).isEmpty());

        Stream after = new Stream(asks(CLUSTERS).putAllInitialResourceVersions(versions(clusters)));

        eventually(PATIENCE, () -> assertThat(held(same, CLUSTERS)).isTrue());
        assertThat(after.answers).isEmpty();
    }

    @Test
    void whatWasRefusedIsTakenBackAndNotSentAgain() throws InterruptedException {
        EnvoyResources good = offer(serving("shop", "192.0.2.1:80"));
        Stream envoy = new Stream(asks(CLUSTERS));
        DeltaDiscoveryResponse first = envoy.endpoints("shop");
        envoy.acknowledge(first);
        eventually(PATIENCE, () -> assertThat(held(good, ENDPOINTS)).isTrue());
        accepted(good);

        EnvoyResources bad = offer(serving("shop", "192.0.2.2:80"));
        DeltaDiscoveryResponse refused = envoy.next();
        envoy.refuse(refused);

        DeltaDiscoveryResponse back = envoy.next();
        assertThat(versions(back)).as("it may have taken a part of it").isEqualTo(versions(first));
        envoy.acknowledge(back);
        envoy.requests.onNext(asks(LISTENERS).build());
        assertThat(envoy.next().getTypeUrl()).as("what comes after it").isEqualTo(LISTENERS);
        xds.offer(GROUP, bad);
        EnvoyResources other = offer(serving("shop", "192.0.2.3:80"));
        DeltaDiscoveryResponse next = envoy.next();
        assertThat(next.getSystemVersionInfo()).isEqualTo(other.versions().get(ENDPOINTS));
        assertThat(versions(next)).isNotEqualTo(versions(refused));
    }

    @Test
    void aRefusalThatComesLateDoesNotTakeBackWhatIsOfferedSince() throws InterruptedException {
        EnvoyResources good = offer(serving("shop", "192.0.2.1:80"));
        Stream envoy = new Stream(asks(CLUSTERS));
        envoy.acknowledge(envoy.endpoints("shop"));
        eventually(PATIENCE, () -> assertThat(held(good, ENDPOINTS)).isTrue());
        accepted(good);
        offer(serving("shop", "192.0.2.2:80"));
        DeltaDiscoveryResponse refused = envoy.next();
        EnvoyResources since = offer(serving("shop", "192.0.2.3:80"));

        envoy.refuse(refused);

        DeltaDiscoveryResponse next = envoy.next();
        assertThat(next.getSystemVersionInfo()).isEqualTo(since.versions().get(ENDPOINTS));
        assertThat(xds.offered(GROUP)).isEqualTo(since);
    }

    @Test
    void whatIsRefusedFirstOfAllLeavesTheNodeAsItWas() throws InterruptedException {
        offer(serving("shop", "192.0.2.1:80"));
        Stream envoy = new Stream(asks(CLUSTERS));
        envoy.refuse(envoy.next());
        eventually(PATIENCE, () -> assertThat(xds.offered(GROUP)).isEqualTo(EnvoyResources.NONE));

        offer(serving("zoo", "192.0.2.1:80"));
        DeltaDiscoveryResponse next = envoy.next();
        assertThat(names(next)).containsExactly("zoo");
        assertThat(next.getRemovedResourcesList()).containsExactly("shop");
    }

    @Test
    void whoStartsWhileThereIsNothingIsToldSoOnce() throws InterruptedException {
        EnvoyResources nothing = offer();
        Stream envoy = new Stream(asks(CLUSTERS));

        DeltaDiscoveryResponse told = envoy.next();
        assertThat(told.getResourcesList()).isEmpty();
        assertThat(told.getRemovedResourcesList()).isEmpty();

        envoy.acknowledge(told);
        eventually(PATIENCE, () -> assertThat(held(nothing, CLUSTERS)).isTrue());
        assertThat(envoy.answers).isEmpty();
    }

    @Test
    void aNameThatIsNotThereIsToldToBeGone() throws InterruptedException {
        offer(serving("shop", "192.0.2.1:80"));
        Stream envoy = new Stream(asks(CLUSTERS));

        DeltaDiscoveryResponse told = envoy.endpoints("shop", "shpo");

        assertThat(names(told)).containsExactly("shop");
        assertThat(told.getRemovedResourcesList()).containsExactly("shpo");
    }

    @Test
    void endpointsAreToldAgainWhenTheirClusterChanged() {
        RoutingPlan reads = serving("shop", "192.0.2.1:80");
        EnvoyResources before = EnvoyResources.of(List.of(reads, serving("zoo", "192.0.2.1:80")), SETTINGS);
        EnvoyResources after = new EnvoyResources(
                before.clusters().stream()
                        .map(cluster -> cluster.getName().equals("shop")
                                ? cluster.toBuilder().setAltStatName("other").build()
                                : cluster)
                        .toList(),
                before.assignments(),
                before.routes(),
                before.listeners());

        var was = Objects.requireNonNull(new IncrementalOffer(before).types().get(ENDPOINTS))
                .resources();
        var is = Objects.requireNonNull(new IncrementalOffer(after).types().get(ENDPOINTS))
                .resources();

        assertThat(is.get("shop")).isNotEqualTo(was.get("shop"));
        assertThat(is.get("zoo")).isEqualTo(was.get("zoo"));
    }

    @Test
    void aGroupThatLeftIsToldNothingUntilItIsBack() throws InterruptedException {
        xds.enter(GROUP);
        xds.enter("another");
        offer(serving("shop", "192.0.2.1:80"));
        xds.leave(GROUP);
        Stream envoy = new Stream(asks(CLUSTERS));
        eventually(PATIENCE, () -> assertThat(xds.nodes().of(GROUP)).isNotEmpty());

        xds.enter(GROUP);
        offer(serving("zoo", "192.0.2.1:80"));
        assertThat(names(envoy.next())).containsExactly("zoo");
    }

    @Test
    void clientsThatAskByNameAreToldThatTheyCannotHaveIncrements() {
        xds.answerByName(GROUP);

        Stream client = new Stream(asks(CLUSTERS));

        assertThat(client.failure.join()).hasMessageContaining("UNIMPLEMENTED");
    }
}
