package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.drain;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service in two regions, on one database and on two. */
class RegionsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create("traffic");
    private final int localPort = FreePorts.next();

    @SuppressWarnings("NullAway.Init")
    private Neighbours neighbours;

    @SuppressWarnings("NullAway.Init")
    private Service local;

    @BeforeEach
    void start() throws IOException {
        neighbours = new Neighbours();
        local = local();
        for (String name : List.of("us-east", "us-west")) {
            assertThat(local.put("/v1/data-centers/" + name, dataCenter(name)).status())
                    .isEqualTo(201);
        }
    }

    private Service local(String... more) throws IOException {
        return at(localPort, more);
    }

    private Service at(int port, String... more) throws IOException {
        String[] arguments = Arrays.copyOf(more, more.length + 1);
        arguments[more.length] = "--server.port=" + port;
        return new Service(database, neighbours, arguments);
    }

    @AfterEach
    void stop() {
        local.close();
        neighbours.close();
        database.close();
    }

    private void say(String application, Health east, Health west) {
        neighbours.verdicts =
                List.of(verdict(application, "us-east", EAST, east), verdict(application, "us-west", WEST, west));
    }

    private static String standing(Service service, String application, int number) {
        return service.read("/v1/applications/" + application + "/plan")
                .at("/standings/" + number + "/state")
                .asString();
    }

    @Test
    void agreesWithTheSameServiceInAnotherRegionAndIsIsolatedWithoutIt() throws IOException {
        local.put("/v1/applications/abroad", application("abroad", "{}"));
        eventually(
                SOON,
                () -> assertThat(local.get("/v1/applications/abroad/plan").status())
                        .isEqualTo(200));
        String another = "--fairlead.region=west";
        try (Service west = new Service(database, neighbours, another, "--fairlead.peers.local=" + local.url())) {
            eventually(SOON, () -> {
                JsonNode regions = west.read("/v1/regions").at("/items");
                assertThat(regions.at("/0/name").asString()).isEqualTo("local");
                assertThat(regions.at("/0/fresh").asBoolean()).isTrue();
                assertThat(regions.at("/0/agrees").asBoolean())
                        .as("%s", regions)
                        .isTrue();
                assertThat(regions.at("/1/isolated").asBoolean()).isFalse();
                assertThat(regions.at("/1/digest")).isEqualTo(regions.at("/0/digest"));
            });
            assertThat(west.get("/v1/plans?of=local").body()).contains("NOT_THIS_REGION");
            String metrics = west.get("/actuator/prometheus").body();
            assertThat(metrics)
                    .containsPattern("fairlead_plans_differing_seconds[^ ]*peer=\"local\"[^ ]* 0.0")
                    .containsPattern("fairlead_region_isolated[^ ]* 0.0");
        }
        try (Service west = new Service(database, neighbours, another, "--fairlead.peers.local=http://127.0.0.1:1")) {
            JsonNode plan = local.read("/v1/applications/abroad/plan");
            eventually(
                    SOON, () -> assertThat(west.read("/v1/regions").toString()).contains("\"isolated\":true"));
            say("abroad", Health.DOWN, Health.UP);
            eventually(SOON, () -> assertThat(standing(local, "abroad", 0)).isEqualTo("down"));
            assertThat(west.read("/v1/applications/abroad/plan").at("/audiences"))
                    .isEqualTo(plan.at("/audiences"));
        }
    }

    @Test
    void takesWordsInOneRegionAndObeysAndShowsThemInAnother() throws IOException {
        try (Service west =
                new Service(database, neighbours, "--fairlead.region=west", "--fairlead.peers.local=" + local.url())) {
            assertThat(west.put("/v1/applications/shared", application("shared", "{}"))
                            .status())
                    .isEqualTo(201);
            assertThat(local.get("/v1/applications/shared").status()).isEqualTo(200);
            local.put("/v1/overrides/shared", drain("shared", "us-west"));
            assertThat(west.get("/v1/overrides").body()).contains("\"shared\"");
            for (Service region : List.of(local, west)) {
                eventually(SOON, () -> assertThat(standing(region, "shared", 1)).isEqualTo("drained"));
            }
            assertThat(west.delete("/v1/overrides/shared").status()).isEqualTo(204);
            assertThat(local.get("/v1/overrides").body()).doesNotContain("\"shared\"");
        }
    }

    @Test
    void countsTheSecondsInWhichAnotherRegionDecidesOtherwise() throws IOException {
        local.put("/v1/applications/alike", application("alike", "{}"));
        try (TestDatabase other = TestDatabase.create("traffic");
                Service west = new Service(
                        other, neighbours, "--fairlead.region=west", "--fairlead.peers.local=" + local.url())) {
            // a later intent, without applications
            west.put("/v1/data-centers/us-east", dataCenter("us-east"));
            eventually(SOON, () -> {
                JsonNode local = west.read("/v1/regions").at("/items/0");
                assertThat(local.at("/agrees").asBoolean(true)).as("%s", local).isFalse();
                assertThat(local.at("/differing").toString()).contains("alike");
                assertThat(differingSeconds(west)).isPositive();
            });
        }
    }

    private static double differingSeconds(Service service) {
        return service.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("fairlead_plans_differing_seconds") && line.contains("peer=\"local\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void movesNobodyWhenARegionIsAddedAndWhenItIsTakenAway() throws IOException {
        say("steady", Health.UP, Health.UP);
        local.put("/v1/applications/steady", application("steady", "{}"));
        eventually(SOON, () -> assertThat(standing(local, "steady", 1)).isEqualTo("serving"));
        say("steady", Health.DOWN, Health.UP);
        eventually(SOON, () -> assertThat(standing(local, "steady", 0)).isEqualTo("down"));
        JsonNode users = local.read("/v1/applications/steady/plan").at("/audiences");
        int westPort = FreePorts.next();

        try (Service west = at(westPort, "--fairlead.region=west", "--fairlead.peers.local=" + local.url())) {
            eventually(SOON, () -> assertThat(regions(west)).contains("\"agrees\":true"));
            local.close();
            local = local("--fairlead.peers.west=" + west.url());
            eventually(SOON, () -> assertThat(regions(local)).contains("\"name\":\"west\"", "\"agrees\":true"));
            for (Service region : List.of(local, west)) {
                assertThat(region.read("/v1/applications/steady/plan").at("/audiences"))
                        .isEqualTo(users);
            }
            local.close();
            local = local();
            eventually(SOON, () -> assertThat(regions(local)).doesNotContain("\"name\":\"west\""));
        }
        eventually(
                SOON,
                () -> assertThat(local.read("/v1/applications/steady/plan").at("/audiences"))
                        .isEqualTo(users));
        local.put("/v1/overrides/alone", drain("steady", "us-west"));
        eventually(SOON, () -> assertThat(standing(local, "steady", 1)).isEqualTo("drained"));
    }

    private static String regions(Service service) {
        return service.read("/v1/regions").toString();
    }
}
