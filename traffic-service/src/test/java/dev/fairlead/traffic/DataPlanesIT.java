package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data planes as a resource, as operators write it and gateways read it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataPlanesIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LIST = "/v1/data-planes";

    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service service;

    @BeforeAll
    void start() throws IOException {
        neighbours = new Neighbours();
        service = new Service(database, neighbours);
    }

    @AfterAll
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    private static String dataPlane(String name, String zone) {
        return """
                kind: DataPlane
                metadata: {name: %s}
                spec:
                  kind: powerdns
                  region: local
                  settings: {url: "http://192.0.2.53:8081", zones: [%s], nested: {port: 53, shared: true}}
                """.formatted(name, zone);
    }

    @Test
    void storesWhatIsRegisteredAndTellsGatewaysOfEachChangeUntilItIsDeleted() {
        assertThat(service.put(LIST + "/ns1", dataPlane("ns1", "one.test")).status())
                .isEqualTo(201);
        eventually(SOON, () -> assertThat(service.get(LIST).body()).contains("one.test"));
        JsonNode told = service.read(LIST).at("/items/0");
        assertThat(told).isEqualTo(service.read(LIST + "/ns1"));
        assertThat(told.at("/spec/mode").asString()).isEqualTo("push");
        assertThat(told.at("/spec/settings/nested/port").asInt()).isEqualTo(53);
        String known = service.get(LIST).etag();
        assertThat(service.get(LIST, "If-None-Match", known).status()).isEqualTo(304);

        service.put(LIST + "/ns1", dataPlane("ns1", "two.test"));

        eventually(
                SOON,
                () -> assertThat(service.get(LIST, "If-None-Match", known).body())
                        .contains("two.test"));
        assertThat(service.delete(LIST + "/ns1").status()).isEqualTo(204);
        eventually(SOON, () -> assertThat(service.get(LIST).body()).doesNotContain("ns1"));
        assertThat(service.get(LIST + "/ns1").status()).isEqualTo(404);
    }

    @Test
    void keepsTheGenerationOfAnEqualSpecRefusesAStaleOneAndStoresNothingInADryRun() {
        String path = LIST + "/kept";
        service.put(path, dataPlane("kept", "one.test"));
        assertThat(service.put(path, dataPlane("kept", "one.test")).etag()).isEqualTo("\"1\"");

        eventually(
                SOON,
                () -> assertThat(service.put(path + "?dryRun=true", dataPlane("kept", "two.test"))
                                .status())
                        .isEqualTo(200));
        Service.Answer dry = service.put(path + "?dryRun=true", dataPlane("kept", "two.test"));
        assertThat(dry.etag()).isEqualTo("\"2\"");
        assertThat(JsonMapper.shared()
                        .readTree(dry.body())
                        .at("/result/spec/settings/zones/0")
                        .asString())
                .isEqualTo("two.test");
        assertThat(service.get(path).body()).contains("one.test");
        assertThat(service.put(path, dataPlane("kept", "two.test"), "If-Match", "\"1\"")
                        .etag())
                .isEqualTo("\"2\"");
        assertThat(service.put(path, dataPlane("kept", "one.test"), "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(service.delete(path, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(service.delete(path, "If-Match", "\"2\"").status()).isEqualTo(204);
        eventually(SOON, () -> assertThat(service.get(LIST).body()).doesNotContain("kept"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad   | region: local   | region: nowhere   | UNKNOWN_REGION | /spec/region
            bad   | region: local   | region: No        | INVALID_VALUE  | /spec/region
            bad   | kind: powerdns  | mode: push        | INVALID_VALUE  | /spec/kind
            bad   | port: 53        | port: null        | INVALID_VALUE  | /spec/settings/nested/port
            bad   | region: local   | region: local\\n  owner: me | UNKNOWN_FIELD | /spec/owner
            bad   | kind: DataPlane | kind: Plane       | WRONG_KIND     | /kind
            other | region: local   | region: local     | NAME_MISMATCH  | /metadata/name
            """)
    void refusesWhatCannotBe(String name, String good, String wrong, String code, String pointer) {
        String body = dataPlane("bad", "one.test").replace(good, wrong.replace("\\n", "\n"));

        Service.Answer answer = service.put(LIST + "/" + name, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(code, "\"" + pointer + "\"");
        assertThat(service.get(LIST + "/" + name).status()).isEqualTo(404);
    }
}
