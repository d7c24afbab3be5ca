package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Releases and stale data on the whole control plane, with the demo's real sites and databases. */
@ExtendWith(OneDemo.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutAndFreshnessIT {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EU = DataCenterName.of("eu-west");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @SuppressWarnings("NullAway.Init")
    private Demo demo;

    @SuppressWarnings("NullAway.Init")
    private GatewayClient operator;

    @BeforeAll
    void reach(Demo running) {
        demo = running;
        operator = new GatewayClient(demo.gateway(), demo.token());
    }

    @Test
    void aRolloutEndsInEveryDataCenterThoughTheDeployServiceIsKilledInEachStep() throws IOException {
        String id = rollout("2.0");
        for (String step : List.of("drain", "install", "check", "restore")) {
            eventually(PATIENCE, () -> assertThat(begun(id)).contains(step));
            demo.killService("deploy-service");
        }

        eventually(PATIENCE, () -> assertThat(state(id)).isEqualTo("succeeded"));
        assertThat(installed()).containsOnly("2.0");
        eventually(PATIENCE, this::assertEverybodyIsBack);
    }

    @Test
    void aRolloutWhoseCheckFailsPutsTheOldVersionBackAndTheUsersToo() throws IOException {
        List<String> before = installed();
        String id = rollout("3.0-broken");

        eventually(PATIENCE, () -> assertThat(state(id)).isEqualTo("rolled-back"));
        assertThat(installed()).isEqualTo(before);
        eventually(PATIENCE, this::assertEverybodyIsBack);
    }

    @Test
    void aReplicaOverTheBudgetLosesItsReadersAndGetsThemBackWhenItCaughtUp() throws SQLException {
        execute(WEST, "select pg_wal_replay_pause()");
        try {
            execute(EAST, "create table if not exists noise (n int)"); // something to be behind of
            eventually(PATIENCE, () -> {
                Standing west = standing(WEST);
                assertThat(west.state()).as(west.reason()).isEqualTo(Standing.State.STALE);
                assertThat(readers()).doesNotContain(WEST).contains(EAST, EU);
            });
        } finally {
            execute(WEST, "select pg_wal_replay_resume()");
        }
        eventually(PATIENCE, this::assertEverybodyIsBack);
    }

    private void execute(DataCenterName where, String sql) throws SQLException {
        try (Connection connection = demo.shopDatabase(where).connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String rollout(String version) throws IOException {
        RolloutSpec spec = new RolloutSpec(
                ApplicationName.of(DemoResources.SHOP),
                version,
                List.of(List.of(EU), List.of(WEST, EAST)),
                demo.running().sites().stream()
                        .collect(Collectors.toMap(RunningDemo.Site::dataCenter, RunningDemo.Site::installHook)),
                new RolloutSpec.Check("/", 200, true, 1_000));
        return operator.post("/v1/rollouts", spec).path("id").asString();
    }

    private String state(String id) throws IOException {
        return operator.tree("/v1/rollouts/" + id).path("state").asString();
    }

    /** The names of the steps that were begun anywhere. */
    private List<String> begun(String id) throws IOException {
        JsonNode steps = operator.tree("/v1/runs/" + id).path("steps");
        return steps.valueStream()
                .filter(step -> !step.path("state").asString().equals("pending"))
                .map(step -> step.path("name").asString())
                .toList();
    }

    /** What the sites themselves say. */
    private List<String> installed() throws IOException {
        List<String> versions = new ArrayList<>();
        for (RunningDemo.Site site : demo.running().sites()) {
            try (InputStream answer = URI.create(site.installHook()).toURL().openStream()) {
                versions.add(
                        JsonMapper.shared().readTree(answer).path("version").asString());
            }
        }
        return versions;
    }

    private void assertEverybodyIsBack() throws IOException {
        assertThat(readers()).contains(EAST, WEST, EU);
    }

    private Standing standing(DataCenterName dataCenter) throws IOException {
        return plan().standings().stream()
                .filter(standing -> standing.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow();
    }

    private List<DataCenterName> readers() throws IOException {
        return plan().audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .map(share -> share.dataCenter())
                .distinct()
                .toList();
    }

    private RoutingPlan plan() throws IOException {
        return operator.plan(DemoResources.SHOP);
    }
}
