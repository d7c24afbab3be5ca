package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.testing.servers.Ports;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real gRPC clients that speak xDS, and real gRPC servers in two data centers. */
class GrpcClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int XDS_PORT = Ports.next();
    private static final EnvoySettings SETTINGS =
            new EnvoySettings("127.0.0.1", XDS_PORT, null, "services", 0, Clientele.ANYWHERE, List.of());

    /** Read once, when the first client starts: what a service has in the file that GRPC_XDS_BOOTSTRAP names. */
    static {
        System.setProperty("io.grpc.xds.bootstrapConfig", """
                {"xds_servers": [{"server_uri": "127.0.0.1:%d", "channel_creds": [{"type": "insecure"}],
                                  "server_features": ["xds_v3"]}],
                 "node": {"id": "a-service", "cluster": "services"}}""".formatted(XDS_PORT));
    }

    private final HealthSite east = new HealthSite();
    private final HealthSite west = new HealthSite();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private XdsServer xds =
            new XdsServer(new InetSocketAddress("127.0.0.1", XDS_PORT), InsecureServerCredentials.create());
    private GrpcDataPlane plane = new GrpcDataPlane("services", SETTINGS, xds);

    @AfterEach
    void end() throws InterruptedException {
        for (ManagedChannel channel : channels) {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
        xds.close();
        east.close();
        west.close();
    }

    @Test
    void callsAreSplitByTheSharesAndFollowAPlanChange() {
        obey(shop(1, 7_000));
        HealthGrpc.HealthBlockingStub shop = client("shop");
        eventually(PATIENCE, () -> call(shop));
        int before = east.calls();
        int beforeWest = west.calls();
        for (int i = 0; i < 200; i++) {
            call(shop);
        }
        assertThat(east.calls() - before).isBetween(100, 180);
        assertThat(west.calls() - beforeWest).isBetween(20, 100);

        obey(shop(2, 0));
        eventually(PATIENCE, () -> assertThat(callsOf(east, shop)).isZero());
        assertThat(callsOf(west, shop)).isEqualTo(20);

        obey(shop(3, 10_000));
        eventually(PATIENCE, () -> assertThat(callsOf(west, shop)).isZero());
    }

    @Test
    void writersGoToTheWriteRouteAndFailWhileThereIsNone() {
        obey(plan("shop", 1)
                .everyone(share("east", 10_000))
                .serving("east", east.endpoint())
                .serving("west", west.endpoint())
                .writesTo("west")
                .build());
        HealthGrpc.HealthBlockingStub writers = client("shop.write");
        eventually(PATIENCE, () -> assertThat(callsOf(west, writers)).isEqualTo(20));
        assertThat(east.calls()).isZero();

        obey(plan("shop", 2)
                .everyone(share("east", 10_000))
                .standing("east", Standing.State.SERVING, ServingMode.READ_ONLY, east.endpoint())
                .standing("west", Standing.State.SERVING, ServingMode.READ_ONLY, west.endpoint())
                .build());
        eventually(
                PATIENCE,
                () -> assertThatExceptionOfType(StatusRuntimeException.class)
                        .isThrownBy(() -> call(writers))
                        .extracting(e -> e.getStatus().getCode())
                        .isEqualTo(Status.Code.UNAVAILABLE));
    }

    @Test
    void callsGoOnWithoutTheGatewayAndFollowItAgainWhenItIsBack() {
        obey(shop(1, 10_000));
        HealthGrpc.HealthBlockingStub shop = client("shop");
        eventually(PATIENCE, () -> call(shop));
        xds.close();
        assertThat(callsOf(east, shop)).isEqualTo(20);

        xds = new XdsServer(new InetSocketAddress("127.0.0.1", XDS_PORT), InsecureServerCredentials.create());
        plane = new GrpcDataPlane("services", SETTINGS, xds);
        obey(shop(2, 0));
        eventually(PATIENCE, () -> assertThat(callsOf(west, shop)).isEqualTo(20));
    }

    private RoutingPlan shop(long epoch, int toEast) {
        return plan("shop", epoch)
                .everyone(share("east", toEast), share("west", 10_000 - toEast))
                .serving("east", east.endpoint())
                .serving("west", west.endpoint())
                .build();
    }

    /** Again and again, as its loop does: a client on a busy machine may take longer to acknowledge than it is waited for. */
    private void obey(RoutingPlan plan) {
        EnvoyResources desired = plane.desired(List.of(plan));
        eventually(PATIENCE, () -> {
            EnvoyResources before = plane.observe();
            plane.apply(desired, before);
            plane.verify(desired, before);
            assertThat(plane.observe()).isEqualTo(desired);
        });
    }

    private HealthGrpc.HealthBlockingStub client(String application) {
        ManagedChannel channel = Grpc.newChannelBuilder("xds:///" + application, InsecureChannelCredentials.create())
                .build();
        channels.add(channel);
        return HealthGrpc.newBlockingStub(channel);
    }

    /** How many of twenty calls arrive at a data center. */
    private static int callsOf(HealthSite site, HealthGrpc.HealthBlockingStub client) {
        int before = site.calls();
        for (int i = 0; i < 20; i++) {
            call(client);
        }
        return site.calls() - before;
    }

    private static void call(HealthGrpc.HealthBlockingStub client) {
        HealthCheckResponse answer =
                client.withDeadlineAfter(20, TimeUnit.SECONDS).check(HealthCheckRequest.getDefaultInstance());
        assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }
}
