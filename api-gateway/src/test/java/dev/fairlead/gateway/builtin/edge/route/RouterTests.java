package dev.fairlead.gateway.builtin.edge.route;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.builtin.edge.route.Route.Forward;
import dev.fairlead.gateway.builtin.edge.route.Route.Refusal;
import dev.fairlead.gateway.builtin.edge.route.Route.Refuse;
import dev.fairlead.gateway.choice.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTests {

    private static final String EAST = "192.0.2.1:80";
    private static final String WEST = "192.0.2.2:80";

    @Test
    void readsGoToTheSharesAndThenToWhoeverElseServes() {
        RoutingPlan plan = plan("web", 1)
                .audience("germany", List.of("DE"), List.of(), share("eu-west", 10_000))
                .everyone(share("us-east", 10_000))
                .serving("eu-west", "192.0.2.3:80")
                .serving("us-east", EAST)
                .standing("us-west", Standing.State.HELD, ServingMode.READ_WRITE, WEST)
                .build();
        assertThat(targets(plan, "GET")).containsExactly("us-east", "eu-west");
    }

    @Test
    void writesGoToTheWriteRouteAndNowhereElse() {
        RoutingPlan plan = both(ServingMode.READ_WRITE, ServingMode.READ_WRITE)
                .writesTo("us-east")
                .build();
        assertThat(targets(plan, "POST")).containsExactly("us-east");
        assertThat(targets(plan, "DELETE")).containsExactly("us-east");
        assertThat(targets(plan, "HEAD")).containsExactly("us-west", "us-east");
    }

    @Test
    void writesAreRefusedWhileNobodyCanWrite() {
        RoutingPlan plan = both(ServingMode.READ_ONLY, ServingMode.READ_ONLY).build();
        assertThat(route(plan, "PUT"))
                .isInstanceOfSatisfying(
                        Refuse.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.READ_ONLY));
        assertThat(targets(plan, "GET")).containsExactly("us-west", "us-east");
    }

    @Test
    void writesFollowTheReadersWhenThePlanNamesNoWriteRoute() {
        assertThat(targets(both(ServingMode.READ_WRITE, ServingMode.READ_WRITE).build(), "POST"))
                .containsExactly("us-west", "us-east");
    }

    @Test
    void writesGoPastADataCenterThatTakesNone() {
        RoutingPlan plan = both(ServingMode.READ_WRITE, ServingMode.READ_ONLY).build();
        assertThat(targets(plan, "POST")).containsExactly("us-east");
        assertThat(targets(plan, "GET")).containsExactly("us-west", "us-east");
    }

    @Test
    void aWriteRouteThatDoesNotServeIsNotUsed() {
        RoutingPlan plan = plan("web", 1)
                .everyone(share("us-west", 10_000))
                .standing("us-east", Standing.State.DOWN, ServingMode.READ_WRITE, EAST)
                .standing("us-west", Standing.State.SERVING, ServingMode.READ_ONLY, WEST)
                .writesTo("us-east")
                .build();
        assertThat(route(plan, "POST")).isInstanceOf(Refuse.class);
    }

    @Test
    void nobodyIsSentAnywhereWithoutSharesOrEndpoints() {
        RoutingPlan closed = plan("web", 1).everyone().serving("us-east", EAST).build();
        assertThat(route(closed, "GET"))
                .isInstanceOfSatisfying(
                        Refuse.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_DATA_CENTER));
        assertThat(route(closed, "POST"))
                .isInstanceOfSatisfying(
                        Refuse.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_DATA_CENTER));
        RoutingPlan empty = plan("web", 1)
                .everyone(share("us-east", 10_000))
                .serving("us-east")
                .build();
        assertThat(route(empty, "GET")).isInstanceOf(Refuse.class);
    }

    @Test
    void failOpenSendsToADataCenterThatIsDown() {
        RoutingPlan open = plan("web", 1)
                .everyone(share("us-east", 10_000))
                .standing("us-east", Standing.State.DOWN, ServingMode.READ_WRITE, EAST)
                .build();
        assertThat(targets(open, "GET")).containsExactly("us-east");
    }

    @Test
    void hostsAreComparedWithoutCaseAndFinalDot() {
        EdgeTable table = EdgeTable.of(List.of(plan("web", 1).build()));
        assertThat(table.plan("WEB.demo.test.")).isPresent();
        assertThat(table.plan("demo.test")).isEmpty();
    }

    @Test
    void believesOnlyTheHopsThatTrustedProxiesWrote() {
        List<Network> trusted = List.of(Network.of("127.0.0.0/8"), Network.of("10.0.0.0/8"));
        assertThat(client("127.0.0.1", trusted, "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("127.0.0.1", trusted, "1.2.3.4, 203.0.113.9, 10.0.0.7"))
                .isEqualTo("203.0.113.9");
        assertThat(client("127.0.0.1", trusted, "1.2.3.4", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("198.51.100.1", trusted, "203.0.113.9")).isEqualTo("198.51.100.1");
        assertThat(client("127.0.0.1", trusted, "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(client("127.0.0.1", trusted, "203.0.113.9, nonsense")).isEqualTo("127.0.0.1");
        assertThat(client("127.0.0.1", trusted)).isEqualTo("127.0.0.1");
    }

    private static String client(String peer, List<Network> trusted, String... forwardedFor) {
        return ClientAddress.of(IpAddresses.parse(peer), List.of(forwardedFor), trusted)
                .getHostAddress();
    }

    private static Plans both(ServingMode east, ServingMode west) {
        return plan("web", 1)
                .everyone(share("us-west", 10_000))
                .standing("us-east", Standing.State.SERVING, east, EAST)
                .standing("us-west", Standing.State.SERVING, west, WEST);
    }

    private static List<String> targets(RoutingPlan plan, String method) {
        return ((Forward) route(plan, method))
                .targets().stream().map(target -> target.dataCenter().value()).toList();
    }

    private static Route route(RoutingPlan plan, String method) {
        return Router.route(
                EdgeTable.of(List.of(plan)),
                "web.demo.test",
                method,
                IpAddresses.parse("198.51.100.7"),
                client -> Place.UNKNOWN);
    }
}
