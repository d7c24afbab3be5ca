package dev.fairlead.system.kubernetes;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One region with the servers that the chart brings for trying out, two of whatever replicas find each other, and mutual TLS.
 */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneClusterIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Changes the pods of every service, and nothing that anybody notices. */
    private static final String[] ANOTHER_POD = {"--set", "drainSeconds=6"};

    /** What every service tells its fellows. */
    private static final String WHO = "/v1/replica";

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Sites sites;

    @SuppressWarnings("NullAway.Init")
    private Certificates certificates;

    @SuppressWarnings("NullAway.Init")
    private Release release;

    @SuppressWarnings("NullAway.Init")
    private GatewayClient operator;

    @BeforeAll
    void install(@TempDir Path folder) throws Exception {
        cluster = Cluster.up(1);
        sites = new Sites(List.of(RegionName.of("us-east")));
        Path values = Release.write(folder.resolve("values.yaml"), """
                replicas: { traffic-service: 2, health-service: 2 }
                tls: { enabled: true, operatorsSecret: shown-to-people }
                bundled:
                  postgresql: { enabled: true, image: "fairlead-lab/postgresql:1", userId: 65534 }
                  nats: { enabled: true, image: "fairlead-lab/nats:1" }
                """);
        release = new Release(cluster, folder, values.toString());
        release.secrets("fairlead-database");
        certificates = new Certificates(folder, "us-east");
        certificates.secrets(cluster);
        release.install();
        operator = release.operator(certificates.ofPeople());
        sites.describeTo(operator);
        eventually(PATIENCE, () -> assertThat(usersGetAnAnswer()).isEmpty());
    }

    @AfterAll
    void end() {
        if (sites != null) {
            sites.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void passesItsOwnTest() {
        release.test();
    }

    @Test
    @Order(2)
    void runsInANamespaceThatEnforcesTheRestrictedProfile() {
        String said = cluster.kubectl(
                "label", "--dry-run=server", "namespace", "default", "pod-security.kubernetes.io/enforce=restricted");
        assertThat(said).doesNotContain("Warning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"traffic-service", "health-service", "replication-service", "deploy-service"})
    @Order(3)
    void servicesTalkToServicesOfTheirRegionOnly(String service) {
        List<Pod> pods = release.pods(service);
        assertThat(pods).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.ask(WHO, certificates.of("deploy-service")).text()).endsWith("\n200");
            assertThat(pod.ask(WHO, certificates.of(Certificates.STRANGER)).text())
                    .contains("NOT_FOR_OTHER_REGIONS")
                    .endsWith("\n403");
            assertThat(pod.ask(WHO, certificates.ofNobody()).text())
                    .contains("alert")
                    .endsWith("\n000");
            assertThat(pod.ask(WHO, certificates.ofForeigner()).text())
                    .contains("alert")
                    .endsWith("\n000");
            assertThat(pod.askPlainly(WHO).text()).contains("requires TLS").endsWith("\n400");
        });
    }

    @Test
    @Order(3)
    void peopleTalkToTheGatewayByTlsOnly() {
        assertThat(release.pods("api-gateway"))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.askPlainly("/v1/plans").text())
                        .contains("requires TLS")
                        .endsWith("\n400"));
    }

    @Test
    @Order(4)
    void replicasAgreeOnPlansAndShareTheProbing() {
        eventually(PATIENCE, this::assertTwoAtWork);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drainSeconds=600", "regio=here", "quorum=2"})
    @Order(5)
    void refusesValuesThatAreWrongAndLeavesTheReleaseAsItIs(String wrong) {
        int before = release.revision();
        assertThat(release.upgrade("--set", wrong).exit()).isNotZero();
        assertThat(release.revision()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void upgradesAndRollsBackWithoutAFailedUserRequest() throws Exception {
        try (Visitors visitors = new Visitors(release)) {
            release.upgrade(ANOTHER_POD).ok();
            release.rollback();
            release.awaitReady();
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            report("upgrade and rollback", visitors);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"traffic-service", "health-service", "replication-service", "deploy-service"})
    @Order(7)
    void noUserNoticesThatAServiceIsKilled(String service) throws Exception {
        try (Visitors visitors = new Visitors(release)) {
            release.kill(service);
            release.awaitReady();
            Visitors.stay(Duration.ofSeconds(3));
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            report(service + " killed", visitors);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"traffic-service", "health-service"})
    @Order(8)
    void oneOfTwoReplicasGoesOnWithoutTheOtherAndNothingChanges(String service) throws Exception {
        eventually(PATIENCE, this::assertTwoAtWork);
        Map<Endpoint, Instant> before = upSince();
        Pod lost = release.pods(service).getFirst();
        try (Visitors visitors = new Visitors(release)) {
            release.kill(lost);
            eventually(
                    PATIENCE, () -> assertThat(release.pods(service)).hasSize(2).doesNotContain(lost));
            eventually(PATIENCE, this::assertTwoAtWork);
            assertThat(upSince()).isEqualTo(before);
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            report("one of two of " + service + " killed", visitors);
        }
    }

    @Test
    @Order(9)
    void keepsTheOldPodsWhenAnUpgradeDoesNotGetReady() throws Exception {
        try (Visitors visitors = new Visitors(release)) {
            Commands.Output output =
                    release.upgrade("--set", "image.tag=is-not-there", "--timeout", "30s", "--rollback-on-failure");
            assertThat(output.exit()).as(output.text()).isNotZero();
            release.awaitReady();
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            report("broken upgrade", visitors);
        }
    }

    /** Two traffic-services with the same plans, and two health-services of which one probes what the other does not. */
    private void assertTwoAtWork() throws IOException {
        JsonNode plans = operator.tree("/v1/regions").at("/items/0/replicas");
        assertThat(plans).as("%s", plans).hasSize(2);
        assertThat(plans.at("/0/digest")).isEqualTo(plans.at("/1/digest"));
        List<Pod> probers = release.pods("health-service");
        assertThat(probers).hasSize(2);
        assertThat(probers.stream().flatMap(this::probed))
                .hasSameSizeAs(Sites.ALL)
                .doesNotHaveDuplicates();
    }

    private Stream<JsonNode> probed(Pod prober) {
        String replica = answer(prober, WHO).path("id").asString();
        return answer(prober, "/v1/observations?of=" + replica)
                .path("items")
                .valueStream()
                .map(observation -> observation.path("endpoint"));
    }

    private JsonNode answer(Pod pod, String path) {
        String[] answer = pod.ask(path, certificates.of("health-service")).ok().split("\n");
        assertThat(answer[1]).as(answer[0]).isEqualTo("200");
        return JsonMapper.shared().readTree(answer[0]);
    }

    private Map<Endpoint, Instant> upSince() throws IOException {
        List<Verdict> verdicts = operator.verdicts();
        assertThat(verdicts).hasSameSizeAs(Sites.ALL).allMatch(verdict -> verdict.health() == Health.UP, "is up");
        return verdicts.stream().collect(Collectors.toMap(Verdict::endpoint, Verdict::since));
    }

    private String usersGetAnAnswer() throws Exception {
        try (Visitors visitors = new Visitors(release)) {
            Visitors.stay(Duration.ofSeconds(1));
            return visitors.asked() == 0 ? "nobody asked" : String.join("\n", visitors.failures());
        }
    }

    private static void report(String what, Visitors visitors) {
        System.out.printf(
                "%s: %d of %d requests failed%n", what, visitors.failures().size(), visitors.asked());
    }
}
