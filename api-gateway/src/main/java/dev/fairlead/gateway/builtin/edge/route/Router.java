package dev.fairlead.gateway.builtin.edge.route;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.builtin.edge.route.Route.Forward;
import dev.fairlead.gateway.builtin.edge.route.Route.Refusal;
import dev.fairlead.gateway.builtin.edge.route.Route.Refuse;
import dev.fairlead.gateway.builtin.edge.route.Route.Target;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.choice.StickyChoice;
import dev.fairlead.gateway.choice.Writes;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks the data centers for a request: by the shares of the client's audience, sticky by client network; what changes
 * data goes to the write route.
 */
public final class Router {

    private Router() {}

    /** Whether a method changes nothing. */
    public static boolean isSafe(String method) {
        return Writes.SAFE_METHODS.contains(method);
    }

    public static Route route(EdgeTable table, String host, String method, InetAddress client, PlaceLookup places) {
        Optional<RoutingPlan> known = table.plan(host);
        if (known.isEmpty()) {
            return new Refuse(Refusal.HOST_UNKNOWN, "no application has the host " + host);
        }
        RoutingPlan plan = known.get();
        List<Standing> inOrder = inOrder(plan, client, places);
        if (isSafe(method)) {
            return forward(plan, inOrder);
        }
        List<Standing> writable = switch (Writes.of(plan)) {
            case Writes.ToPrimary(Standing primary) -> List.of(primary);
            case Writes.LikeReads likeReads -> writable(inOrder);
            case Writes.PastReadOnly pastSome -> writable(inOrder);
            case Writes.Refused() -> List.of();
        };
        return writable.isEmpty() && !inOrder.isEmpty()
                ? new Refuse(Refusal.READ_ONLY, plan.application() + " takes no changes now")
                : forward(plan, writable);
    }

    private static List<Standing> writable(List<Standing> inOrder) {
        return inOrder.stream()
                .filter(standing -> standing.mode() == ServingMode.READ_WRITE)
                .toList();
    }

    private static Route forward(RoutingPlan plan, List<Standing> standings) {
        if (standings.isEmpty()) {
            return new Refuse(Refusal.NO_DATA_CENTER, "no data center serves %s now".formatted(plan.application()));
        }
        return new Forward(
                plan.application(),
                standings.stream()
                        .map(standing -> new Target(standing.dataCenter(), standing.endpoints()))
                        .toList());
    }

    /** Those with a share of the client's audience, then the others that serve: better far away than not at all. */
    private static List<Standing> inOrder(RoutingPlan plan, InetAddress client, PlaceLookup places) {
        List<Share> shares = AudienceMatch.of(plan.audiences(), client, places)
                .map(match -> match.shares().shares())
                .orElse(List.of());
        if (shares.isEmpty()) {
            return List.of();
        }
        List<DataCenterName> order = new ArrayList<>(StickyChoice.order(plan.application(), client, shares));
        List<Share> others = plan.standings().stream()
                .filter(standing ->
                        standing.state() == Standing.State.SERVING && !order.contains(standing.dataCenter()))
                .map(standing -> new Share(standing.dataCenter(), 1))
                .toList();
        order.addAll(StickyChoice.order(plan.application(), client, others));
        return order.stream()
                .flatMap(name -> plan.standings().stream()
                        .filter(standing -> standing.dataCenter().equals(name)))
                .filter(Router::reachable)
                .toList();
    }

    private static boolean reachable(Standing standing) {
        return standing.mode() != ServingMode.UNAVAILABLE
                && !standing.endpoints().isEmpty();
    }
}
