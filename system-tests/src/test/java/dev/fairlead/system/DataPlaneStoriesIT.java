package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.story.Plot;
import dev.fairlead.quickstart.story.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are answered by real data planes while data centers, services and data planes come and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataPlaneStoriesIT {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final List<String> PRESENT = List.of("dns", "edge", "powerdns", "envoy");

    /** The machine may be busy; how fast it is belongs to the benchmarks. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @SuppressWarnings("NullAway.Init")
    private DataPlanesUnderTest fairlead;

    @BeforeAll
    void startEverything(@TempDir Path directory) throws IOException {
        fairlead = DataPlanesUnderTest.start(directory);
    }

    @AfterAll
    void endEverything() {
        if (fairlead != null) {
            fairlead.close();
        }
    }

    @BeforeEach
    void everyDataPlaneAnswersAsDecided() {
        eventually(PATIENCE, () -> {
            for (String plane : PRESENT) {
                assertThat(fairlead.state(plane)).as(fairlead.reason(plane)).isEqualTo("in-sync");
            }
            assertThat(fairlead.standing(WEST).state()).isEqualTo(Standing.State.SERVING);
        });
    }

    @Test
    void movesEverybodyOffADataCenterThatIsKilledAndBackWhenItIsReleased() {
        Map<String, Optional<DataCenterName>> before = fairlead.dnsPicture();
        assertThat(before.values())
                .contains(Optional.of(EAST), Optional.of(WEST))
                .doesNotContain(Optional.empty());

        fairlead.demo().killDataCenter(WEST);
        eventually(PATIENCE, this::assertNobodyIsAtWest);
        fairlead.demo().startDataCenter(WEST);
        eventually(PATIENCE, () -> assertThat(fairlead.standing(WEST).state()).isEqualTo(Standing.State.HELD));
        assertNobodyIsAtWest();

        eventually(PATIENCE, () -> fairlead.restore(WEST));
        eventually(PATIENCE, () -> assertThat(fairlead.dnsPicture()).isEqualTo(before));
        eventually(
                PATIENCE,
                () -> assertThat(fairlead.httpPicture().values())
                        .contains(Optional.of(WEST))
                        .doesNotContain(Optional.empty()));
    }

    private void assertNobodyIsAtWest() {
        assertThat(fairlead.dnsPicture().values()).doesNotContain(Optional.of(WEST), Optional.empty());
        assertThat(fairlead.httpPicture().values()).doesNotContain(Optional.of(WEST), Optional.empty());
    }

    @Test
    void answersAsBeforeWithoutAControlPlaneAndMovesNothingWhenItReturns() throws IOException {
        Map<String, Optional<DataCenterName>> before = realAnswers();
        RoutingPlan planBefore = fairlead.plan();
        long serial = fairlead.zoneSerial();
        List<String> envoyBefore = envoyChanges();

        fairlead.demo().stopAllServices();

        for (int look = 0; look < 3; look++) {
            assertThat(realAnswers()).isEqualTo(before);
            assertEnvoyAnswersEverybody();
        }

        fairlead.demo().startAllServices();
        eventually(PATIENCE, () -> {
            assertThat(realAnswers()).isEqualTo(before);
            assertThat(fairlead.state("powerdns")).isEqualTo("in-sync");
            assertThat(fairlead.state("envoy")).isEqualTo("in-sync");
            assertThat(fairlead.plan().epoch()).isGreaterThanOrEqualTo(planBefore.epoch());
        });

        assertThat(fairlead.plan().audiences()).isEqualTo(planBefore.audiences());
        assertThat(realAnswers()).isEqualTo(before);
        assertThat(fairlead.zoneSerial()).as("writes to the zone").isEqualTo(serial);
        assertThat(envoyChanges()).isEqualTo(envoyBefore);
        assertEnvoyAnswersEverybody();
    }

    /** Of those that live outside the control plane. */
    private Map<String, Optional<DataCenterName>> realAnswers() {
        Map<String, Optional<DataCenterName>> answers = fairlead.dnsPicture();
        answers.keySet().removeIf(key -> !key.startsWith("powerdns "));
        return answers;
    }

    private void assertEnvoyAnswersEverybody() {
        Map<String, Optional<DataCenterName>> answers = fairlead.httpPicture();
        answers.keySet().removeIf(key -> !key.startsWith("envoy "));
        assertThat(answers.values())
                .contains(Optional.of(EAST), Optional.of(WEST))
                .doesNotContain(Optional.empty());
    }

    /** What Envoy counts when it takes something for a change. */
    private List<String> envoyChanges() {
        return List.of(
                fairlead.envoy().admin("/stats?filter=cluster.shop.membership_change"),
                fairlead.envoy().admin("/stats?filter=cluster_manager.cluster_modified"),
                fairlead.envoy().admin("/stats?filter=rds.fairlead.config_reload"),
                fairlead.envoy().admin("/stats?filter=listener_manager.listener_modified"));
    }

    @Test
    void mendsARecordThatWasChangedByHand() throws IOException {
        Map<String, Optional<DataCenterName>> before = realAnswers();
        long mended = fairlead.dataPlane("powerdns")
                .path("counts")
                .path("driftsMended")
                .asLong();

        fairlead.writePowerDnsByHand("192.0.2.66");
        assertThat(realAnswers()).isNotEqualTo(before);

        eventually(PATIENCE, () -> {
            assertThat(realAnswers()).isEqualTo(before);
            assertThat(fairlead.dataPlane("powerdns")
                            .path("counts")
                            .path("driftsMended")
                            .asLong())
                    .isGreaterThan(mended);
        });
    }

    @Test
    void showsADataPlaneThatIsNotThereAndHoldsUpNoOtherForIt() throws IOException {
        long retries = retries(DataPlanesUnderTest.ABSENT);

        eventually(PATIENCE, () -> {
            assertThat(fairlead.state(DataPlanesUnderTest.ABSENT)).isEqualTo("failing");
            assertThat(fairlead.reason(DataPlanesUnderTest.ABSENT)).contains("does not answer");
            assertThat(retries(DataPlanesUnderTest.ABSENT)).isGreaterThan(retries);
        });
        for (String plane : PRESENT) {
            assertThat(fairlead.state(plane)).isEqualTo("in-sync");
        }
    }

    private long retries(String plane) throws IOException {
        return fairlead.dataPlane(plane).path("counts").path("retries").asLong();
    }

    @Test
    void showsADataPlaneThatAcceptsAndSaysNothingUntilItAnswersAgain() {
        fairlead.powerDns().suspend();
        try {
            eventually(PATIENCE, () -> {
                assertThat(fairlead.state("powerdns")).isEqualTo("failing");
                assertThat(fairlead.reason("powerdns")).contains("does not answer");
            });
            eventually(PATIENCE, () -> assertThat(fairlead.state("envoy")).isEqualTo("in-sync"));
        } finally {
            fairlead.powerDns().resume();
        }
        eventually(PATIENCE, () -> assertThat(fairlead.state("powerdns")).isEqualTo("in-sync"));
    }

    @Test
    void showsADataPlaneThatAnswersErrorsUntilTheReasonIsGone() throws IOException {
        Path keyFile = fairlead.powerDns().apiKeyFile();
        Files.writeString(keyFile, "not the key");
        try {
            eventually(PATIENCE, () -> {
                assertThat(fairlead.state("powerdns")).isEqualTo("failing");
                assertThat(fairlead.reason("powerdns")).contains("401");
            });
        } finally {
            Files.writeString(keyFile, fairlead.powerDns().apiKey());
        }
        eventually(PATIENCE, () -> assertThat(fairlead.state("powerdns")).isEqualTo("in-sync"));
    }

    @Test
    void bringsDataPlanesBackToTheirAnswersAfterTheyWereKilled() {
        Map<String, Optional<DataCenterName>> before = realAnswers();

        fairlead.powerDns().kill();
        fairlead.envoy().kill();
        eventually(PATIENCE, () -> {
            assertThat(fairlead.state("powerdns")).isEqualTo("failing");
            assertThat(fairlead.reason("envoy")).contains("no Envoy");
            assertThat(fairlead.state("dns")).isEqualTo("in-sync");
            assertThat(fairlead.state("edge")).isEqualTo("in-sync");
        });
        fairlead.powerDns().start();
        fairlead.envoy().start();

        eventually(PATIENCE, () -> {
            assertThat(realAnswers()).isEqualTo(before);
            assertEnvoyAnswersEverybody();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"health-service", "traffic-service", "replication-service", "deploy-service", "api-gateway"})
    void playsTheOutageToItsEndThoughAServiceIsKilledInIt(String service) {
        DemoControls controls = new DemoControls() {
            @Override
            public void killDataCenter(DataCenterName dataCenter) {
                fairlead.demo().killDataCenter(dataCenter);
            }

            /** By now the built-in data planes have obeyed; the others must have, too. */
            @Override
            public void startDataCenter(DataCenterName dataCenter) {
                eventually(PATIENCE, () -> assertNobodyIsAtWest());
                fairlead.demo().startDataCenter(dataCenter);
            }

            @Override
            public void killRegion(RegionName region) {
                fairlead.demo().killRegion(region);
            }

            @Override
            public void startRegion(RegionName region) {
                fairlead.demo().startRegion(region);
            }

            @Override
            public void killService(String name) {
                fairlead.demo().killService(name);
            }
        };

        boolean held = Stories.OUTAGE
                .of(fairlead.demo().running(), controls, new Plot(WEST, service), Typed.home(), System.out::println)
                .play();

        assertThat(held).isTrue();
    }
}
