package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/api/openapi.json} is what the gateway serves when all services are there. After a change of the interface it
 * is written anew by running this test with {@code -Dfairlead.api.write=true}.
 */
class ApiDocumentIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs/api/openapi.json");

    /** Services that have just started describe themselves slowly. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void theDocumentInTheRepositoryIsTheOneThatIsServed(@TempDir Path directory) throws IOException {
        try (Demo demo = Demo.start(DemoOptions.apart(ROOT, directory.resolve("demo"), System.out::println))) {
            GatewayClient operator = new GatewayClient(demo.gateway(), demo.token());
            eventually(
                    PATIENCE,
                    () -> assertThat(operator.tree("/v1/openapi.json").has("x-fairlead-missing"))
                            .isFalse());
            String served = text(operator.tree("/v1/openapi.json"));
            if (Boolean.getBoolean("fairlead.api.write")) {
                Files.writeString(DOCUMENT, served);
            }
            assertThat(DOCUMENT).content().isEqualTo(served);
        }
    }

    /** Sorted, because the order in which a service lists its schemas means nothing. */
    private static String text(JsonNode document) {
        return JsonMapper.builder()
                        .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(document)
                + "\n";
    }
}
