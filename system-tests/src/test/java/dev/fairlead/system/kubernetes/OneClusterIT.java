package dev.fairlead.system.kubernetes;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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

/** One region with the servers that the chart brings for trying out. */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneClusterIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Changes the pods of every service, and nothing that anybody notices. */
    private static final String[] ANOTHER_POD = {"--set", "drainSeconds=6"};

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Sites sites;

    @SuppressWarnings("NullAway.Init")
    private Release release;

    @BeforeAll
    void install(@TempDir Path folder) throws Exception {
        cluster = Cluster.up(1);
        sites = new Sites();
        Path bundled = Release.write(folder.resolve("bundled.yaml"), """
                bundled:
                  postgresql: { enabled: true, image: "fairlead-lab/postgresql:1", userId: 65534 }
                  nats: { enabled: true, image: "fairlead-lab/nats:1" }
                """);
        release = new Release(cluster, folder, bundled.toString());
        release.secrets("fairlead-database");
        release.install();
        sites.describeTo(release.operator());
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
    @ValueSource(strings = {"drainSeconds=600", "regio=here", "quorum=2"})
    @Order(3)
    void refusesValuesThatAreWrongAndLeavesTheReleaseAsItIs(String wrong) {
        int before = release.revision();
        assertThat(release.upgrade("--set", wrong).exit()).isNotZero();
        assertThat(release.revision()).isEqualTo(before);
    }

    @Test
    @Order(4)
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
    @Order(5)
    void noUserNoticesThatAServiceIsKilled(String service) throws Exception {
        try (Visitors visitors = new Visitors(release)) {
            release.kill(service);
            release.awaitReady();
            Visitors.stay(Duration.ofSeconds(3));
            assertThat(visitors.failures()).as("of %d", visitors.asked()).isEmpty();
            report(service + " killed", visitors);
        }
    }

    @Test
    @Order(6)
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
