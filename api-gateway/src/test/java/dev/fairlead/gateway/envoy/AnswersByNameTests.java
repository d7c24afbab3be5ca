package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.envoy.XdsUnderTest.WholeAnswers;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real xDS server, asked message by message as gRPC clients in several languages ask. */
class AnswersByNameTests {

    private static final String LISTENERS = Resources.V3.LISTENER_TYPE_URL;
    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    private static final String GROUP = "services";
    private static final Node NODE =
            Node.newBuilder().setId("a-service").setCluster(GROUP).build();

    private final XdsUnderTest running = new XdsUnderTest();
    private final XdsServer xds = running.server();
    private final WholeAnswers answers = new WholeAnswers(running);

    @BeforeEach
    void offerShop() {
        xds.answerByName(GROUP);
        offer(1);
    }

    @AfterEach
    void end() {
        running.close();
    }

    @Test
    void aNameThatIsNotThereDoesNotKeepTheOthersBack() throws InterruptedException {
        ask(request(LISTENERS, "shop", "shpo").setNode(NODE));
        assertThat(next().getResourcesList()).hasSize(1);
        ask(request(CLUSTERS, "shop", "media").setNode(NODE));
        assertThat(next().getResourcesList()).hasSize(1);
    }

    @Test
    void whoAsksNeedStandInTheFirstRequestAlone() throws InterruptedException {
        ask(request(LISTENERS, "shop").setNode(NODE));
        assertThat(next().getTypeUrl()).isEqualTo(LISTENERS);
        ask(request(CLUSTERS, "shop"));
        assertThat(next().getTypeUrl()).isEqualTo(CLUSTERS);
    }

    @Test
    void whatIsRefusedIsOfferedAgainOnlyWhenItHasChanged() throws InterruptedException {
        ask(request(LISTENERS, "shop").setNode(NODE));
        DiscoveryResponse refused = next();
        ask(request(LISTENERS, "shop")
                .setResponseNonce(refused.getNonce())
                .setErrorDetail(Status.newBuilder().setMessage("no")));
        ask(request(CLUSTERS, "shop"));
        assertThat(next().getTypeUrl()).as("what comes after the refusal").isEqualTo(CLUSTERS);
        assertThat(answers.isEmpty()).isTrue();

        offer(2);
        DiscoveryResponse changed = next();
        assertThat(changed.getTypeUrl()).isEqualTo(LISTENERS);
        assertThat(changed.getVersionInfo()).isNotEqualTo(refused.getVersionInfo());
    }

    /** With a second application from epoch 2 on, so that the listeners change and those of shop are there as before. */
    private void offer(long epoch) {
        var shop = plan("shop", epoch)
                .everyone(share("east", 10_000))
                .serving("east", "192.0.2.1:80")
                .build();
        var other = plan("zoo", epoch).everyone().build();
        EnvoyResources resources =
                GrpcResources.of(epoch == 1 ? List.of(shop) : List.of(shop, other), Clientele.ANYWHERE);
        xds.offer(GROUP, resources);
        xds.accepted(GROUP, resources);
    }

    private void ask(DiscoveryRequest.Builder request) {
        answers.ask(request);
    }

    private static DiscoveryRequest.Builder request(String type, String... names) {
        return DiscoveryRequest.newBuilder().setTypeUrl(type).addAllResourceNames(List.of(names));
    }

    private DiscoveryResponse next() throws InterruptedException {
        return answers.next();
    }
}
