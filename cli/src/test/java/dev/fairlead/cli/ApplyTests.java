package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTests {

    private static final String FLEET = """
            # who serves
            kind: Application
            metadata: {name: shop}
            spec: {host: shop.example.test, ttlSeconds: 5}
            ---
            kind: DataCenter
            metadata: {name: us-east}
            spec: {region: east, location: {latitude: 39.0, longitude: -77.50}}
            ---
            ---
            kind: DataCenter
            metadata: {name: us-west}
            spec: {region: west}
            ---
            kind: Database
            metadata: {name: orders}
            spec: {databaseName: shop, members: [{dataCenter: us-east}]}
            """;

    @TempDir
    private Path directory;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void storesWhatOthersNeedFirstAndSaysWhatCameOfEach() {
        gateway.on("PUT /v1/data-centers/us-east", 201, generation(1));
        gateway.on("GET /v1/data-centers/us-west", answer(4));
        gateway.on("PUT /v1/data-centers/us-west", answer(4));
        gateway.on("PUT /v1/databases/orders", 201, generation(1));
        gateway.on("GET /v1/applications/shop", answer(7));
        gateway.on("PUT /v1/applications/shop", answer(8));

        Shell.Ended ended = Shell.at(gateway).runWith(FLEET, "apply", "-f", "-");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).isEqualTo("""
                DataCenter/us-east created
                DataCenter/us-west unchanged
                Database/orders created
                Application/shop changed
                """);
        assertThat(gateway.asked())
                .filteredOn(asked -> asked.request().startsWith("PUT"))
                .extracting(TestGateway.Asked::ifMatch)
                .containsExactly("", "\"4\"", "", "\"7\"");
        assertThat(gateway.asked().get(1).body()).contains("\"longitude\" : -77.50");
    }

    @Test
    void reportsABadObjectWithItsPlaceAndGoesOn() throws IOException {
        Path file = Files.writeString(directory.resolve("fleet.yaml"), FLEET);
        gateway.on("PUT /v1/data-centers/us-east", 422, """
                {"status": 422, "code": "INVALID_VALUE", "detail": "latitude is 139",
                 "errors": [{"pointer": "/spec/location/latitude", "detail": "latitude is 139"}]}""");
        gateway.on("PUT /v1/data-centers/us-west", 201, generation(1));
        gateway.on("PUT /v1/databases/orders", 201, generation(1));
        gateway.on("PUT /v1/applications/shop", 201, generation(1));

        Shell.Ended ended = Shell.at(gateway).run("apply", "-f", file.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ended.out()).isEqualTo("""
                DataCenter/us-west created
                Database/orders created
                Application/shop created
                """);
        assertThat(ended.err())
                .isEqualTo("fairlead: %s, document 2: DataCenter/us-east: /spec/location/latitude: latitude is 139"
                                .formatted(file)
                        + " (INVALID_VALUE)\n");
    }

    @Test
    void changesNothingInADryRun() {
        gateway.on("PUT /v1/data-centers/us-east?dryRun=true", 200, generation(1));
        gateway.on("GET /v1/data-centers/us-west", answer(4));
        gateway.on("PUT /v1/data-centers/us-west?dryRun=true", answer(4));
        gateway.on("GET /v1/databases/orders", answer(2));
        gateway.on("PUT /v1/databases/orders?dryRun=true", answer(2));
        gateway.on("GET /v1/applications/shop", answer(7));
        gateway.on("PUT /v1/applications/shop?dryRun=true", answer(8));

        Shell.Ended ended = Shell.at(gateway).runWith(FLEET, "apply", "--dry-run", "-f", "-");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("""
                DataCenter/us-east would be created
                DataCenter/us-west would be unchanged
                Database/orders would be unchanged
                Application/shop would be changed
                """);
        assertThat(gateway.asked())
                .extracting(TestGateway.Asked::request)
                .allMatch(request -> request.startsWith("GET") || request.endsWith("?dryRun=true"));
    }

    @Test
    void overrulesSafetyRulesOnlyWhereThereAreAny() {
        gateway.on("PUT /v1/databases/orders", answer(1));
        gateway.on("PUT /v1/applications/shop?force=MOST_MOVED&forceReason=fire", answer(1));

        Shell.Ended ended =
                Shell.at(gateway).runWith("""
                ---
                {kind: Database, metadata: {name: orders}, spec: {}}
                ---
                {kind: Application, metadata: {name: shop}, spec: {}}
                """, "apply", "--force", "MOST_MOVED", "--force-reason", "fire", "-f", "-");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void appliesNothingOfAFileThatCannotBeRead() {
        String broken = FLEET + "---\nkind: [\n";
        String unknown = FLEET + "---\nkind: Cluster\nmetadata: {name: x}\n";
        String nameless = "{\"kind\": \"Application\", \"spec\": {}}";
        String twice = "kind: Application\nkind: DataCenter\nmetadata: {name: x}\n";

        for (String text : new String[] {broken, unknown, nameless, twice, "", "# nothing\n"}) {
            Shell.Ended ended = Shell.at(gateway).runWith(text, "apply", "-f", "-");
            assertThat(ended.exitCode()).as(text).isEqualTo(ExitCode.FAILED);
            assertThat(ended.err()).startsWith("fairlead: -").hasLineCount(1);
        }
        assertThat(Shell.at(gateway).runWith(unknown, "apply", "-f", "-").err())
                .contains("document 6: /kind: 'Cluster' is none of");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void storesADataPlaneAsItIsWrittenAfterTheApplications() {
        gateway.on("PUT /v1/applications/shop", 201, generation(1));
        gateway.on("GET /v1/data-planes/ns1", answer(2));
        gateway.on("PUT /v1/data-planes/ns1", answer(3));

        Shell.Ended ended = Shell.at(gateway).runWith("""
                kind: DataPlane
                metadata: {name: ns1}
                spec:
                  kind: powerdns
                  region: us-east
                  mode: observe
                  settings: {url: "http://192.0.2.53:8081", zones: [shop.example.test]}
                ---
                kind: Application
                metadata: {name: shop}
                spec: {host: shop.example.test}
                """, "apply", "-f", "-");

        assertThat(ended.out()).isEqualTo("""
                Application/shop created
                DataPlane/ns1 changed
                """);
        TestGateway.Asked put = gateway.asked().getLast();
        assertThat(put.ifMatch()).isEqualTo("\"2\"");
        assertThat(put.body()).contains("\"zones\" : [ \"shop.example.test\" ]", "\"mode\" : \"observe\"");
    }

    @Test
    void stopsAtOnceWhenTheTokenIsRefusedAndSaysWhatIsLeft() {
        gateway.on(
                "GET /v1/data-centers/us-east",
                401,
                "{\"code\": \"NOT_AN_OPERATOR\", \"detail\": \"a token is needed\"}");

        Shell.Ended ended = Shell.at(gateway).runWith(FLEET, "apply", "-f", "-");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(ended.err()).contains("a token is needed", "3 more not tried");
        assertThat(gateway.asked()).hasSize(1);
    }

    private static TestGateway.Answer answer(long generation) {
        return new TestGateway.Answer(200, "\"%d\"".formatted(generation), generation(generation));
    }

    private static String generation(long generation) {
        return "{\"metadata\": {\"generation\": %d}}".formatted(generation);
    }
}
