package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.service.region.Contact;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Elsewhere;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shop needs the cart, the cart needs the stock, each with an endpoint in two data centers. */
class DependenciesTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Fleet FLEET =
            new Fleet(Map.of(EAST, new Location(38.9, -77.4), WEST, new Location(45.6, -121.2)));
    private static final Heard NOBODY = new Heard(new Contact(1, 1), Map.of(), Map.of(), List.of());

    private final Set<String> down = new HashSet<>();
    private Map<ApplicationName, RoutingPlan> plans = Map.of();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private static Application application(String name, String... dependsOn) {
        return new Application(
                ApplicationName.of(name),
                new ApplicationSpec(
                        name + ".example.com",
                        5,
                        List.of(new Pool(EAST, List.of(address(EAST))), new Pool(WEST, List.of(address(WEST)))),
                        HealthCheck.defaults(),
                        SteeringPolicy.defaults(),
                        null,
                        Arrays.stream(dependsOn).map(ApplicationName::of).toList(),
                        null));
    }

    private static EndpointAddress address(DataCenterName where) {
        return EndpointAddress.of(where.equals(EAST) ? "192.0.2.1:80" : "198.51.100.1:80");
    }

    private Evidence evidence(Application application) {
        return new Evidence(
                List.of(EAST, WEST).stream()
                        .collect(Collectors.toMap(where -> where, where -> List.of(verdict(application, where)))),
                null,
                Elsewhere.NOWHERE);
    }

    private Verdict verdict(Application application, DataCenterName where) {
        Health health = down.contains(application.name() + "/" + where) ? Health.DOWN : Health.UP;
        return new Verdict(
                new Endpoint(application.name(), where, address(where)), health, now, now, "probes say so", List.of());
    }

    private Standing decide(String name, DataCenterName where, Application... applications) {
        now = now.plusSeconds(1);
        Round round = Round.decide(
                new Intent(1, FLEET, List.of(applications), Orders.NONE),
                this::evidence,
                NOBODY,
                new PlansInForce.InForce(plans, false, true, ""),
                Map.of(),
                Distances.of(FLEET, PlacesFile.read()),
                now);
        plans = round.plans();
        return Objects.requireNonNull(plans.get(ApplicationName.of(name))).standings().stream()
                .filter(standing -> standing.dataCenter().equals(where))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatMustMoveTogetherLeavesInOneRoundAndComesBackWithoutAHoldOfItsOwn() {
        Application[] all = {application("shop", "cart"), application("cart", "stock"), application("stock")};
        assertThat(decide("shop", EAST, all).state()).isEqualTo(State.SERVING);

        down.add("stock/us-east");
        Standing shop = decide("shop", EAST, all);
        assertThat(shop.state()).isEqualTo(State.BLOCKED);
        assertThat(shop.code()).isEqualTo("DEPENDENCY_AWAY");
        assertThat(shop.reason())
                .isEqualTo("cart, on which it depends, does not serve there: stock, on which it depends,"
                        + " does not serve there: its only endpoint is down: probes say so");
        assertThat(decide("shop", WEST, all).state()).isEqualTo(State.SERVING);

        down.clear();
        assertThat(decide("stock", EAST, all).state()).isEqualTo(State.HELD);
        assertThat(decide("shop", EAST, all).state()).isEqualTo(State.BLOCKED);
    }

    @Test
    void aDependencyThatIsNotThereBlocksNobody() {
        assertThat(decide("shop", EAST, application("shop", "gone")).state()).isEqualTo(State.SERVING);
    }

    @Test
    void twoThatDependOnEachOtherAreStillDecided() {
        Application[] all = {application("shop", "cart"), application("cart", "shop")};
        assertThat(decide("shop", EAST, all).state()).isEqualTo(State.SERVING);
        assertThat(decide("cart", EAST, all).state()).isEqualTo(State.SERVING);
    }

    @Test
    void threeInACircleLeaveAndComeBackAsFarAsOneCanSee() {
        Application[] all = {application("shop", "cart"), application("cart", "stock"), application("stock", "shop")};
        assertThat(decide("shop", EAST, all).state()).isEqualTo(State.SERVING);

        down.add("stock/us-east");
        assertThat(decide("stock", EAST, all).state()).isEqualTo(State.DOWN);
        assertThat(decide("shop", EAST, all).state()).isEqualTo(State.BLOCKED);
        assertThat(decide("shop", WEST, all).state()).isEqualTo(State.SERVING);

        down.clear();
        assertThat(decide("stock", EAST, all).state()).as("blocked by nobody").isEqualTo(State.HELD);
    }

    @Test
    void goesWhereNothingServesWhenNothingServesAnywhere() {
        Application[] all = {application("shop", "cart"), application("cart")};
        decide("shop", EAST, all);
        down.addAll(Set.of("cart/us-east", "cart/us-west"));

        Standing shop = decide("shop", EAST, all);

        assertThat(shop.reason()).endsWith("nobody serves, and the all-down policy is fail-open");
    }
}
