package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two replicas of the service in one region, on one database, started anew one after the other. */
class ReplicasIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create("traffic");
    private final List<Integer> ports =
            IntStream.range(0, 2).mapToObj(i -> FreePorts.next()).toList();

    @SuppressWarnings("NullAway.Init")
    private Neighbours neighbours;

    @SuppressWarnings("NullAway.Init")
    private Service one;

    @SuppressWarnings("NullAway.Init")
    private Service two;

    @BeforeEach
    void start() throws IOException {
        neighbours = new Neighbours();
        one = replica(0);
        two = replica(1);
    }

    private Service replica(int number) throws IOException {
        String replicas = ports.stream().map(port -> "http://127.0.0.1:" + port).collect(Collectors.joining(","));
        return new Service(
                database, neighbours, "--server.port=" + ports.get(number), "--fairlead.replicas=" + replicas);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        neighbours.close();
        database.close();
    }

    private void say(Health east) {
        neighbours.verdicts =
                List.of(verdict("shop", "us-east", EAST, east), verdict("shop", "us-west", WEST, Health.UP));
    }

    private static String east(Service service) {
        return service.read("/v1/applications/shop/plan")
                .at("/standings/0/state")
                .asString();
    }

    private static String reason(Service service) {
        return service.read("/v1/applications/shop/plan")
                .at("/standings/0/reason")
                .asString();
    }

    /** Where users go, and since when the hold lasts. */
    private static String users(Service service) {
        JsonNode plan = service.read("/v1/plans").at("/items/0");
        JsonNode east = plan.at("/standings/0");
        boolean held = east.path("state").asString().equals("held");
        return plan.at("/audiences") + " " + east.path("state") + (held ? east.path("since") : "");
    }

    private static long epoch(Service service) {
        return service.read("/v1/plans").at("/items/0/epoch").asLong();
    }

    private void agree() {
        eventually(SOON, () -> {
            assertThat(epoch(one)).isEqualTo(epoch(two));
            assertThat(users(one)).isEqualTo(users(two));
            for (Service service : List.of(one, two)) {
                JsonNode replicas = service.read("/v1/regions").at("/items/0/replicas");
                assertThat(replicas).as("%s", replicas).hasSize(2);
                assertThat(replicas.at("/0/digest")).isEqualTo(replicas.at("/1/digest"));
                assertThat(replicas.toString()).contains("\"agrees\":true").doesNotContain("\"agrees\":false");
            }
        });
    }

    @Test
    void agreeOnPlansAndEpochsAndStartAnewWithoutMovingAnybody() throws IOException {
        say(Health.UP);
        Stream.of("us-east", "us-west")
                .forEach(name -> assertThat(one.put("/v1/data-centers/" + name, dataCenter(name))
                                .status())
                        .isEqualTo(201));
        one.put("/v1/applications/shop", application("shop", "{}"));
        Stream.of(one, two)
                .forEach(service -> eventually(
                        SOON,
                        () -> assertThat(reason(service)).isEqualTo("1 of 1 endpoints are up"))); // else new, not lost
        agree();

        say(Health.DOWN);
        Stream.of(one, two)
                .forEach(service ->
                        eventually(SOON, () -> assertThat(east(service)).isEqualTo("down")));
        say(Health.UP);
        Stream.of(one, two)
                .forEach(service ->
                        eventually(SOON, () -> assertThat(east(service)).isEqualTo("held")));
        agree();
        long epoch = epoch(two);
        String before = users(two);

        one.close();
        one = replica(0);
        agree();
        assertThat(users(one)).isEqualTo(before);
        two.close();
        two = replica(1);
        agree();

        assertThat(users(one)).isEqualTo(before);
        assertThat(users(two)).isEqualTo(before);
        assertThat(epoch(two)).isGreaterThanOrEqualTo(epoch);
    }
}
