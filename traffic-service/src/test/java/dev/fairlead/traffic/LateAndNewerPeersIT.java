package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service among processes that are behind it or ahead: an executor that was overtaken, and a newer version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LateAndNewerPeersIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service service;

    @BeforeAll
    void start() throws IOException {
        neighbours = new Neighbours();
        service = new Service(database, neighbours);
        for (String name : List.of("us-east", "us-west")) {
            service.put("/v1/data-centers/" + name, TrafficServiceIT.dataCenter(name));
        }
    }

    @AfterAll
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    @Test
    void refusesWhatAnExecutorAsksWhoseRunAnotherHasTakenOver() {
        service.put("/v1/applications/overtaken", TrafficServiceIT.application("overtaken", "{}"));
        String path = "/v1/overrides/rollout-r-1-us-west";
        String drain = TrafficServiceIT.drain("overtaken", "us-west");
        assertThat(service.put(path, drain, under("r-1", 3)).status()).isEqualTo(200);
        assertThat(service.put(path, drain, under("r-1", 4)).status()).isEqualTo(200);
        Service.Answer late = service.delete(path, under("r-1", 3));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("\"code\":\"OVERTAKEN\"");
        assertThat(service.get("/v1/overrides").body()).contains("rollout-r-1-us-west");

        assertThat(service.delete(path, under("r-1", 4)).status()).isEqualTo(204);
        assertThat(service.put(path, drain, under("r-1", 3)).body())
                .as("also when the drain was ended meanwhile")
                .contains("OVERTAKEN");
        assertThat(service.get("/v1/overrides").body()).doesNotContain("rollout-r-1-us-west");

        assertThat(service.put(path, drain, under("r-2", 1)).status())
                .as("another run")
                .isEqualTo(200);
        assertThat(service.put(path, drain, "Fairlead-Run", "r-1").body()).contains("INVALID_RUN");
        assertThat(service.delete(path).status()).as("an operator").isEqualTo(204);
    }

    @Test
    void readsWhatANewerVersionStored() throws SQLException {
        service.put("/v1/applications/newer", TrafficServiceIT.application("newer", "{}"));
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("update application set spec = jsonb_set("
                    + "spec || '{\"ofANewerVersion\": {\"more\": 1}}', '{steering,failback}', '\"after-lunch\"')"
                    + " where name = 'newer'");
        }
        assertThat(service.get("/v1/applications/newer").status()).isEqualTo(200);
        assertThat(service.read("/v1/applications/newer")
                        .at("/spec/steering/failback")
                        .asString())
                .as("the default")
                .isEqualTo("hold");
        service.put("/v1/applications/beside", TrafficServiceIT.application("beside", "{}"));
        eventually(
                SOON,
                () -> assertThat(service.get("/v1/applications/beside/plan").status())
                        .as("intent is read on")
                        .isEqualTo(200));
        assertThat(service.put(
                                "/v1/applications/newer",
                                TrafficServiceIT.application("newer", "{\"ofANewerVersion\": 1}"))
                        .status())
                .as("operators' words are read strictly")
                .isEqualTo(422);
    }

    @Test
    void takesALaterIntentFromARegionWhoseDatabaseToldItAndNeverGoesBack() throws IOException {
        try (TestDatabase silent = TestDatabase.create("traffic");
                Service west = new Service(
                        silent, neighbours, "--fairlead.region=west", "--fairlead.peers.local=" + service.url())) {
            assertThat(service.put("/v1/applications/later", TrafficServiceIT.application("later", "{}"))
                            .status())
                    .isEqualTo(201);
            eventually(
                    SOON,
                    () -> assertThat(west.read("/v1/applications/later/plan").at("/host"))
                            .isEqualTo(
                                    service.read("/v1/applications/later/plan").at("/host")));
            assertThat(west.get("/v1/applications/later").status())
                    .as("what its own database knows")
                    .isEqualTo(404);

            west.put("/v1/data-centers/us-east", TrafficServiceIT.dataCenter("us-east"));
            eventually(
                    SOON,
                    () -> assertThat(west.get("/v1/applications/later/plan").status())
                            .as("a change in its own database is the later one")
                            .isEqualTo(404));
            assertThat(west.get("/v1/intent?of=local").body()).contains("NOT_THIS_REGION");
        }
    }

    private static String[] under(String run, int epoch) {
        return new String[] {"Fairlead-Run", run, "Fairlead-Epoch", String.valueOf(epoch)};
    }
}
