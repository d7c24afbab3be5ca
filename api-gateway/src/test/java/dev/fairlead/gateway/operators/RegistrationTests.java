package dev.fairlead.gateway.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data planes that operators register: checked by the gateway, kept by the traffic-service. */
class RegistrationTests extends OperatorCalls {

    private static final ServicesBehind BEHIND = new ServicesBehind();

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        BEHIND.register(registry, directory);
    }

    @AfterAll
    static void stopServices() {
        BEHIND.close();
    }

    @Test
    void passesARegistrationOnAsItIsWrittenOnceItIsChecked() throws Exception {
        BEHIND.traffic().answer("/v1/data-planes/ns1", exchange -> {
            try (exchange) {
                byte[] body = "{\"planHash\": \"a\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("ETag", "\"8\"");
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(201, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        String key = directory.resolve("credentials/ns1").toString();

        HttpResponse<String> response = send(operator("/v1/data-planes/ns1?dryRun=true")
                .header("If-Match", "\"7\"")
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString("""
                        kind: DataPlane
                        metadata: {name: ns1}
                        spec:
                          kind: rfc2136
                          region: elsewhere
                          settings: {address: "192.0.2.53:53", key-file: %s, zones: [apps.test]}
                        """.formatted(key))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("ETag")).contains("\"8\"");
        assertThat(response.body()).isEqualTo("{\"planHash\": \"a\"}");
        RecordingService.Received received = BEHIND.traffic().received().stream()
                .filter(request -> request.method().equals("PUT"))
                .findFirst()
                .orElseThrow();
        assertThat(received.uri()).isEqualTo("/v1/data-planes/ns1?dryRun=true");
        assertThat(received.headers().getFirst("If-Match")).isEqualTo("\"7\"");
        assertThat(received.headers().get("Fairlead-Actor")).containsExactly("operator");
        assertThat(received.headers().get("Authorization")).containsExactly("Bearer " + ServicesBehind.TOKEN);
        JsonNode spec = JsonMapper.shared().readTree(received.body()).path("spec");
        assertThat(spec.at("/settings/key-file").asString()).isEqualTo(key);
        assertThat(spec.at("/settings/zones/0").asString()).isEqualTo("apps.test");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            powerdns | {"url": "http://192.0.2.53:8081", "dns-address": "192.0.2.53:53"} | /spec/settings/api-key-file
            powerdns | {"url": "http://192.0.2.53:8081", "dns-address": "192.0.2.53:53", "api-key-file": "/etc/passwd"} | /spec/settings/api-key-file
            rfc2136  | {"address": "192.0.2.53:53", "key-file": "k"} | /spec/settings/zones
            rfc2136  | {"address": "192.0.2.53", "key-file": "k", "zones": ["apps.test"]} | /spec/settings/address
            gdnsd    | {"admin-state-file": "/a", "dns-address": "192.0.2.53:53", "witness": {"data-center": "metafo/a/b"}} | /spec/settings/witness/host
            gdnsd    | {"admin-state-file": "/a", "dns-address": "192.0.2.53:53", "witness": {"host": "a.test", "data-center": "metafo/a/b"}, "resources": {"shop": "www"}} | /spec/settings/resources/shop
            haproxy  | {"write-map": "/w", "applications": ["shop"]} | /spec/settings/socket
            haproxy  | {"socket": "nowhere", "write-map": "/w", "applications": ["shop"]} | /spec/settings/socket
            haproxy  | {"socket": "/s", "write-map": "/w", "applications": ["shop"], "wrte-ttl": "30s"} | /spec/settings/wrte-ttl
            nginx    | {"directory": "/d", "applications": ["shop"], "reload": ["sh", "-c", "true"]} | /spec/settings/reload
            nginx    | {"directory": "/d"} | /spec/settings/applications
            envoy    | {"xds-port": 70000} | /spec/settings/xds-port
            envoy    | {"node": "edge"} | /spec/settings/node
            grpc     | {"place": {"country": "US", "town": "Bend"}} | /spec/settings/place/town
            bind     | {} | /spec/kind
            """)
    void refusesARegistrationWithAPointerAtWhatIsWrongBeforeAnybodyHearsOfIt(
            String kind, String settings, String pointer) throws Exception {
        String body = """
                {"kind": "DataPlane", "metadata": {"name": "bad"},
                 "spec": {"kind": "%s", "region": "local", "settings": %s}}""".formatted(kind, settings);

        HttpResponse<String> response = send(operator("/v1/data-planes/bad")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(JsonMapper.shared()
                        .readTree(response.body())
                        .at("/errors/0/pointer")
                        .asString())
                .as(response.body())
                .isEqualTo(pointer);
        assertThat(BEHIND.traffic().received())
                .noneMatch(request -> request.uri().endsWith("/bad"));
    }
}
