package dev.fairlead.system.kubernetes;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three regions in three clusters, made of the chart's examples but for their encryption and their second pods. */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeClustersIT {

    private static final List<String> REGIONS = List.of("us-east", "us-west", "eu-central");

    /** Probes fail three times, and then two regions have to hear of it. */
    private static final Duration MOVED = Duration.ofSeconds(60);

    /** What is tried in {@link OneClusterIT}; three regions have to fit on one machine. */
    private static final String PLAIN_AND_SMALL = """
            tls: { enabled: false }
            replicas: { traffic-service: 1, health-service: 1 }
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final DataCenterName WEST = DataCenterName.of("west");

    private final List<Cluster> clusters = new ArrayList<>();
    private final Map<String, Release> releases = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    private Surroundings surroundings;

    @SuppressWarnings("NullAway.Init")
    private Sites sites;

    @BeforeAll
    void installThreeRegions(@TempDir Path folder) throws IOException {
        for (int number = 1; number <= REGIONS.size(); number++) {
            clusters.add(Cluster.up(number));
        }
        surroundings = new Surroundings(folder);
        sites = new Sites(REGIONS.stream().map(RegionName::of).toList());
        for (int index = 0; index < REGIONS.size(); index++) {
            surroundings.startNats(index + 1, clusters.get(index), clusters);
        }
        for (int index = 0; index < REGIONS.size(); index++) {
            release(index, folder).install();
        }
        sites.describeTo(anyRelease().operator());
        eventually(
                PATIENCE,
                () -> assertThat(where())
                        .allSatisfy(
                                (region, sites) -> assertThat(sites).containsExactlyInAnyOrderElementsOf(Sites.ALL)));
    }

    private Release release(int index, Path folder) {
        String region = REGIONS.get(index);
        Cluster cluster = clusters.get(index);
        StringBuilder values = new StringBuilder("peers:\n");
        for (int other = 0; other < REGIONS.size(); other++) {
            if (other != index) {
                values.append("  %s: { traffic: \"%s\", health: \"%s\", replication: \"%s\" }%n"
                        .formatted(
                                REGIONS.get(other),
                                clusters.get(other).at(Release.TRAFFIC),
                                clusters.get(other).at(Release.HEALTH),
                                clusters.get(other).at(Release.REPLICATION)));
            }
        }
        values.append("database: { url: \"%s\", caSecret: \"\" }%n".formatted(surroundings.databaseUrl()));
        values.append("bus: { url: \"%s\", tls: { existingSecret: \"\" } }%n"
                .formatted(Surroundings.busUrl(cluster, clusters)));
        values.append(PLAIN_AND_SMALL);
        Release release = new Release(
                cluster,
                folder,
                "../helm/fairlead/examples/" + region + ".yaml",
                Release.write(folder.resolve(region + ".yaml"), values.toString())
                        .toString());
        release.secrets("fairlead-database", "fairlead-bus");
        releases.put(region, release);
        return release;
    }

    @AfterAll
    void end() {
        if (sites != null) {
            sites.close();
        }
        clusters.forEach(Cluster::close);
        if (surroundings != null) {
            surroundings.close();
        }
    }

    @Test
    @Order(1)
    void everyRegionPassesTheChartsOwnTest() {
        releases.values().forEach(Release::test);
    }

    @Test
    @Order(2)
    void usersOfEveryRegionLeaveADataCenterThatDiedAndComeBack() {
        sites.stop(WEST);
        eventually(MOVED, () -> assertThat(where().values()).noneMatch(places -> places.contains(WEST)));
        sites.start(WEST);
        eventually(MOVED, () -> assertThat(where().values()).allMatch(places -> places.contains(WEST)));
    }

    @Test
    @Order(3)
    void theOtherRegionsGoOnWithoutOneAndItCatchesUp() throws Exception {
        Release lost = releases.remove("eu-central");
        assertThat(lost).isNotNull();
        try (Visitors east = new Visitors(release("us-east"));
                Visitors west = new Visitors(release("us-west"))) {
            clusters.get(2).off();
            Visitors.stay(Duration.ofSeconds(10));
            usersOfEveryRegionLeaveADataCenterThatDiedAndComeBack();
            clusters.get(2).on();
            surroundings.startNats(3, clusters.get(2), clusters);
            releases.put("eu-central", lost);
            eventually(
                    PATIENCE,
                    () -> assertThat(where().get("eu-central")).containsExactlyInAnyOrderElementsOf(Sites.ALL));
            assertThat(east.failures()).as("of %d", east.asked()).isEmpty();
            assertThat(west.failures()).as("of %d", west.asked()).isEmpty();
            System.out.printf("a region off and on: 0 of %d requests failed%n", east.asked() + west.asked());
        }
        usersOfEveryRegionLeaveADataCenterThatDiedAndComeBack();
    }

    @Test
    @Order(4)
    void aRegionOneVersionBackAgreesWithTheOthersAndIsUpgradedWithoutAFailedUserRequest() throws Exception {
        String previous = System.getProperty("fairlead.previous.version");
        Release west = release("us-west");
        try (Visitors visitors = new Visitors(west)) {
            west.upgrade("--set", "image.tag=" + previous).ok();
            west.awaitReady();
            allAgree();
            usersOfEveryRegionLeaveADataCenterThatDiedAndComeBack();
            west.rollback();
            west.awaitReady();
            allAgree();
            usersOfEveryRegionLeaveADataCenterThatDiedAndComeBack();
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            System.out.printf("back to version %s and up again: 0 of %d requests failed%n", previous, visitors.asked());
        }
    }

    private void allAgree() {
        eventually(MOVED, () -> {
            for (Release each : releases.values()) {
                for (JsonNode region : each.operator().tree("/v1/regions").path("items")) {
                    assertThat(region.path("agrees").asBoolean(true))
                            .as(region::toString)
                            .isTrue();
                    assertThat(region.path("fresh").asBoolean())
                            .as(region::toString)
                            .isTrue();
                }
            }
        });
    }

    /** Where each region's plan sends users. */
    private Map<String, Set<DataCenterName>> where() throws IOException {
        Map<String, Set<DataCenterName>> found = new TreeMap<>();
        for (Map.Entry<String, Release> each : releases.entrySet()) {
            RoutingPlan plan = each.getValue().operator().plan(Sites.APPLICATION);
            Set<DataCenterName> places =
                    new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
            for (AudienceShares audience : plan.audiences()) {
                audience.shares().stream()
                        .filter(share -> share.basisPoints() > 0)
                        .forEach(share -> places.add(share.dataCenter()));
            }
            found.put(each.getKey(), places);
        }
        return found;
    }

    private Release anyRelease() {
        return release("us-east");
    }

    private Release release(String region) {
        return Objects.requireNonNull(releases.get(region), region);
    }
}
