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
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ten applications with an endpoint in each of two data centers, of which one counts as lost when half of them are down there. */
class LostDataCenterTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Fleet FLEET = new Fleet(
            Map.of(EAST, new Location(38.9, -77.4), WEST, new Location(45.6, -121.2)),
            Map.of(EAST, new Evacuation(50, 4)));
    private static final int APPLICATIONS = 10;

    private final Map<ApplicationName, Health> east = new HashMap<>();
    private Map<ApplicationName, RoutingPlan> plans = Map.of();
    private List<RoutingOverride> orders = List.of();
    private boolean isolated;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    LostDataCenterTests() {
        inEast(Health.UP, 0, APPLICATIONS);
    }

    private static ApplicationName name(int number) {
        return ApplicationName.of("app-" + number);
    }

    private void inEast(Health health, int from, int to) {
        IntStream.range(from, to).forEach(number -> east.put(name(number), health));
    }

    private static Application application(int number) {
        return new Application(
                name(number),
                new ApplicationSpec(
                        "app-%d.example.com".formatted(number),
                        5,
                        List.of(
                                new Pool(EAST, List.of(EndpointAddress.of("192.0.2.1:80"))),
                                new Pool(WEST, List.of(EndpointAddress.of("198.51.100.1:80")))),
                        HealthCheck.defaults(),
                        new SteeringPolicy(false, List.of(), Map.of(), List.of(), AllDown.FAIL_OPEN, Failback.AUTO),
                        null));
    }

    private Evidence evidence(Application application) {
        if (isolated) {
            return Evidence.CUT_OFF;
        }
        Health there = Objects.requireNonNull(east.get(application.name()));
        return new Evidence(
                Map.of(
                        EAST, List.of(verdict(application, EAST, "192.0.2.1:80", there)),
                        WEST, List.of(verdict(application, WEST, "198.51.100.1:80", Health.UP))),
                null,
                Elsewhere.NOWHERE);
    }

    private Verdict verdict(Application application, DataCenterName where, String address, Health health) {
        Endpoint endpoint = new Endpoint(application.name(), where, EndpointAddress.of(address));
        return new Verdict(endpoint, health, now, now, "the test says so", List.of());
    }

    /** For ten seconds. */
    private void treated(Kind how, @Nullable ApplicationName application) {
        orders = List.of(
                new RoutingOverride("order", how, application, EAST, "I am there", "alice", now, now.plusSeconds(10)));
    }

    private void decide() {
        now = now.plusSeconds(1);
        Contact contact = isolated ? new Contact(1, 3) : new Contact(1, 1);
        plans = Round.decide(
                        new Intent(
                                1,
                                FLEET,
                                IntStream.range(0, APPLICATIONS)
                                        .mapToObj(LostDataCenterTests::application)
                                        .toList(),
                                new Orders(orders, List.of())),
                        this::evidence,
                        new Heard(contact, Map.of(), Map.of(), List.of()),
                        new PlansInForce.InForce(plans, isolated, true, ""),
                        Map.of(),
                        Distances.of(FLEET, PlacesFile.read()),
                        now)
                .plans();
    }

    private Standing inEast(int number) {
        return Objects.requireNonNull(plans.get(name(number))).standings().getFirst();
    }

    private long servingInEast() {
        return IntStream.range(0, APPLICATIONS)
                .filter(number -> inEast(number).state() == State.SERVING)
                .count();
    }

    @Test
    void everyApplicationLeavesADataCenterThatIsLostAsAWhole() {
        decide();
        inEast(Health.DOWN, 0, 4);
        decide();
        assertThat(servingInEast()).as("each by itself").isEqualTo(6);

        inEast(Health.DOWN, 0, 5);
        decide();
        assertThat(servingInEast()).isZero();
        assertThat(inEast(0).code()).isEqualTo("ALL_ENDPOINTS_DOWN");
        assertThat(inEast(9).code()).isEqualTo("DATA_CENTER_DOWN");
        assertThat(inEast(9).reason()).isEqualTo("us-east is lost: 5 of the 10 endpoints in it are down");
    }

    @Test
    void itComesBackWhenHalfAsManyAreDown() {
        decide();
        inEast(Health.DOWN, 0, 6);
        decide();
        inEast(Health.UP, 0, 3);
        decide();
        assertThat(servingInEast()).as("3 of 10 are still down").isZero();
        assertThat(inEast(9).reason()).as("as it began").contains("6 of the 10");

        inEast(Health.UP, 0, 4);
        decide();
        assertThat(servingInEast()).isEqualTo(8);
    }

    @Test
    void whatIsUnknownHasNoSay() {
        decide();
        inEast(Health.UNKNOWN, 0, 7);
        inEast(Health.DOWN, 7, 10);
        decide();
        assertThat(servingInEast()).as("three are too few to tell").isEqualTo(7);
    }

    @Test
    void anApplicationStaysWhereSomebodySaysThatItIsWell() {
        decide();
        inEast(Health.DOWN, 0, 6);
        decide();
        treated(Kind.TREAT_AS_UP, name(9));
        decide();

        assertThat(inEast(9).code()).isEqualTo("TREATED_AS_UP");
        assertThat(servingInEast()).as("nobody else").isEqualTo(1);
        Map<ApplicationName, RoutingPlan> settled = plans;
        decide();
        assertThat(plans).isEqualTo(settled);

        now = now.plusSeconds(10);
        decide();
        assertThat(inEast(9).code()).isEqualTo("DATA_CENTER_DOWN");
    }

    @Test
    void aDataCenterIsNotLostWhereSomebodySaysThatAllIsWell() {
        decide();
        inEast(Health.DOWN, 0, 6);
        decide();
        treated(Kind.TREAT_AS_UP, null);
        decide();
        assertThat(servingInEast()).isEqualTo(APPLICATIONS);

        isolated = true;
        decide();
        assertThat(servingInEast()).as("also of a region that is cut off").isEqualTo(APPLICATIONS);
    }

    @Test
    void whatAPersonCallsDownCountsAsDown() {
        decide();
        inEast(Health.DOWN, 0, 4);
        decide();
        treated(Kind.TREAT_AS_DOWN, name(9));
        decide();

        assertThat(servingInEast()).isZero();
        assertThat(inEast(8).reason()).isEqualTo("us-east is lost: 5 of the 10 endpoints in it are down");
    }

    @Test
    void aRegionThatIsCutOffLeavesItAsItWas() {
        decide();
        inEast(Health.DOWN, 0, 6);
        decide();
        isolated = true;
        decide();

        assertThat(servingInEast()).isZero();
    }
}
