package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.LoneGateway;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A real gateway: what is sent is a plan, and obeyed when its data plane's loop says so. */
final class GatewayHand implements Hand {

    private static final Duration LOOK = Duration.ofMillis(5);

    private final StandInTraffic traffic;
    private final GatewayClient gateway;
    private final Fleet fleet;
    private final String plane;
    private long epoch;

    private GatewayHand(StandInTraffic traffic, GatewayClient gateway, Fleet fleet, String plane) {
        this.traffic = traffic;
        this.gateway = gateway;
        this.fleet = fleet;
        this.plane = plane;
    }

    /** Returns when the gateway is there and has the first plans, which send everybody to the east. */
    static GatewayHand start(StandInTraffic traffic, LoneGateway gateway, Fleet fleet, String plane) {
        traffic.decide(plans(fleet, 0, fleet.applications(), Side.EAST, 1));
        gateway.start();
        GatewayHand hand = new GatewayHand(traffic, gateway.client(), fleet, plane);
        hand.epoch = 1;
        Patience.await("the bus to connect", Duration.ofSeconds(30), LOOK, traffic::connected);
        return hand;
    }

    private static List<RoutingPlan> plans(Fleet fleet, int from, int to, Side side, long epoch) {
        Instant decided = Instant.now();
        return IntStream.range(from, to)
                .mapToObj(application -> fleet.plan(application, side, epoch, decided))
                .toList();
    }

    @Override
    public Instant send(int from, int to, Side side) {
        epoch++;
        return traffic.decide(plans(fleet, from, to, side, epoch));
    }

    @Override
    public OptionalDouble verified(Instant began) {
        Patience.await(
                () -> "the gateway to see that it is obeyed: " + excuse(),
                Patience.LONG,
                LOOK,
                () -> status().at("/obeyed/epoch").asLong(0) >= epoch);
        Instant at = Instant.parse(status().at("/obeyed/at").asString());
        return OptionalDouble.of(Hand.millisBetween(began, at));
    }

    @Override
    public String excuse() {
        return status().at("/standing/reason").asString("it does not say why");
    }

    private JsonNode status() {
        try {
            for (JsonNode status : gateway.tree("/v1/data-planes").path("items")) {
                if (status.path("name").asString("").equals(plane)) {
                    return status;
                }
            }
            return MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
