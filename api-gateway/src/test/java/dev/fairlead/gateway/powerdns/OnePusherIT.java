package dev.fairlead.gateway.powerdns;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import dev.fairlead.gateway.dataplane.OneOfManyGateways;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import dev.fairlead.testing.lease.InMemoryLeases;
import dev.fairlead.testing.servers.PowerDnsServer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several gateways and one real PowerDNS. */
class OnePusherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ZONE = "contract.test.";

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final InMemoryLeases leases = new InMemoryLeases(InstantSource.system());

    @SuppressWarnings("NullAway.Init")
    private PowerDnsSettings settings;

    @SuppressWarnings("NullAway.Init")
    private PowerDnsApi api;

    @SuppressWarnings("NullAway.Init")
    private DnsQuestions dns;

    @SuppressWarnings("NullAway.Init")
    private OneOfManyGateways first;

    @SuppressWarnings("NullAway.Init")
    private OneOfManyGateways second;

    @BeforeEach
    void start() {
        PowerDnsServer server = closing(PowerDnsServer.create(null));
        server.start();
        settings = new PowerDnsSettings(
                server.url(),
                server.apiKeyFile(),
                null,
                new EndpointAddress("127.0.0.1", server.dnsAddress().getPort()),
                List.of(ZONE));
        api = closing(new PowerDnsApi(settings));
        api.create(ZONE);
        dns = new DnsQuestions(settings.dnsAddress());
        first = gateway("gateway-1");
        hear(first, 1, "192.0.2.1");
        eventually(PATIENCE, () -> assertThat(first.standing().state()).isEqualTo(State.IN_SYNC));
        second = gateway("gateway-2");
        hear(second, 1, "192.0.2.1");
    }

    private OneOfManyGateways gateway(String name) {
        return closing(new OneOfManyGateways(name, closing(new PowerDnsDataPlane("ns1", settings)), leases));
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
    }

    private static void hear(OneOfManyGateways gateway, long epoch, String ip) {
        RoutingPlan plan = Plans.plan("web", epoch)
                .host("web." + ZONE.substring(0, ZONE.length() - 1))
                .serving("us-east", ip + ":80")
                .everyone(Plans.share("us-east", 10_000))
                .build();
        gateway.hears(plan);
    }

    private List<String> answer() {
        return dns.addresses("web." + ZONE, Family.A, null).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static Pusher pusher(String holder, long epoch) {
        return new Pusher("us-east/ns1", holder, epoch);
    }

    private void isPushedBy(@Nullable Pusher pusher) {
        eventually(PATIENCE, () -> assertThat(api.pusher(ZONE).orElse(null)).isEqualTo(pusher));
    }

    private void follows(OneOfManyGateways gateway, String reason) {
        eventually(PATIENCE, () -> {
            assertThat(gateway.standing().state()).isEqualTo(State.FOLLOWING);
            assertThat(gateway.standing().reason()).isEqualTo(reason);
        });
    }

    @Test
    void oneOfThemPushesAndTheOtherTakesOverWithinTheLeaseWhenItIsKilled() {
        isPushedBy(pusher("gateway-1", 1));
        follows(second, "pushed by gateway-1");
        hear(second, 2, "192.0.2.2");
        assertThat(answer()).containsExactly("192.0.2.1");

        first.kill();

        eventually(PATIENCE, () -> assertThat(answer()).containsExactly("192.0.2.2"));
        isPushedBy(pusher("gateway-2", 2));
        eventually(PATIENCE, () -> assertThat(second.standing().state()).isEqualTo(State.IN_SYNC));
    }

    @Test
    void ofThreeOnePushesAndWhenItIsKilledOneOfTheOthersDoesAndThenTheLast() {
        OneOfManyGateways third = gateway("gateway-3");
        hear(third, 1, "192.0.2.1");
        follows(second, "pushed by gateway-1");
        follows(third, "pushed by gateway-1");
        hear(second, 2, "192.0.2.2");
        hear(third, 2, "192.0.2.2");

        first.kill();

        eventually(PATIENCE, () -> assertThat(answer()).containsExactly("192.0.2.2"));
        eventually(
                PATIENCE,
                () -> assertThat(List.of(
                                second.standing().state(), third.standing().state()))
                        .containsExactlyInAnyOrder(State.IN_SYNC, State.FOLLOWING));
        boolean secondPushes = second.standing().state() == State.IN_SYNC;
        OneOfManyGateways last = secondPushes ? third : second;
        hear(last, 3, "192.0.2.3");

        (secondPushes ? second : third).kill();

        eventually(PATIENCE, () -> assertThat(answer()).containsExactly("192.0.2.3"));
        isPushedBy(pusher(secondPushes ? "gateway-3" : "gateway-2", 3));
    }

    @Test
    void oneThatEndsGivesTheLeaseUp() {
        follows(second, "pushed by gateway-1");

        first.close();

        isPushedBy(pusher("gateway-2", 2));
    }

    @Test
    void oneThatWasOvertakenWithoutKnowingIsRefused() {
        follows(second, "pushed by gateway-1");
        first.cutOff(true);
        leases.expire();
        isPushedBy(pusher("gateway-2", 2));
        assertThat(first.standing().state()).isNotEqualTo(State.FOLLOWING);

        hear(first, 3, "192.0.2.3");

        follows(first, "pushed by gateway-2, as the data plane says");
        assertThat(answer()).containsExactly("192.0.2.1");
        isPushedBy(pusher("gateway-2", 2));
        first.cutOff(false);
        follows(first, "pushed by gateway-2");
    }

    @Test
    void whoPushesGoesOnWhileTheLeasesAreAway() {
        leases.setAway(true);

        hear(first, 2, "192.0.2.2");

        eventually(PATIENCE, () -> assertThat(answer()).containsExactly("192.0.2.2"));
        assertThat(second.standing().state()).isNotEqualTo(State.IN_SYNC);
        isPushedBy(pusher("gateway-1", 1));
    }
}
