package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, read by Helm itself. */
class ChartIT {

    private static final List<String> SERVICES =
            List.of("api-gateway", "traffic-service", "health-service", "replication-service", "deploy-service");

    @TempDir
    Path folder;

    private Path helm;

    @BeforeEach
    void findHelm() {
        helm = RealServers.HELM.require();
    }

    @Test
    void isCleanToTheLinter() throws Exception {
        Output lint = helm("lint", "--strict", chart());
        assertThat(lint.exit()).as(lint.text()).isZero();
    }

    @Test
    void deploysFiveServicesOfWhichNoneRunsAsRoot() throws Exception {
        Output rendered = helm("template", "here", chart());
        assertThat(rendered.exit()).as(rendered.text()).isZero();

        List<String> deployments = documents(rendered.text(), "Deployment");
        assertThat(deployments).hasSize(SERVICES.size());
        for (String service : SERVICES) {
            assertThat(deployments).anyMatch(deployment -> deployment.contains("  name: here-" + service + "\n"));
        }
        assertThat(deployments)
                .allSatisfy(deployment -> assertThat(deployment)
                        .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]")
                        .contains("livenessProbe:", "readinessProbe:", "startupProbe:")
                        .contains("automountServiceAccountToken: false"));
    }

    @Test
    void takesEverySecretByReference() throws Exception {
        Output rendered = helm("template", "here", chart());
        assertThat(documents(rendered.text(), "Secret")).isEmpty();
        assertThat(rendered.text()).doesNotContainPattern(Pattern.compile("PASSWORD, value"));
    }

    @Test
    void givesTheServicesTheMapsThatEnvironmentVariablesCannotSpell() throws Exception {
        Output rendered = helm("template", "here", chart(), "--set", "health.peers.us-west=https://west.example:8082");
        assertThat(rendered.text()).contains("us-west\\\":\\\"https://west.example:8082");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regio=us-east",
                "region=US_East",
                "database.url=postgresql://db/fairlead",
                "health.quorum=0",
                "operatorTokenHashes.alice=secret",
                "gateway.dns.serviceType=Load",
                "resources.gateway.limits=1"
            })
    void refusesValuesThatAreWrong(String value) throws Exception {
        Output rendered = helm("template", "here", chart(), "--set", value);
        assertThat(rendered.exit()).isNotZero();
        assertThat(rendered.text()).contains("values don't meet the specifications of the schema");
    }

    private static String chart() {
        return Path.of("..", "helm", "fairlead").toString();
    }

    private static List<String> documents(String rendered, String kind) {
        List<String> found = new ArrayList<>();
        for (String document : rendered.split("(?m)^---$")) {
            if (Pattern.compile("(?m)^kind: " + kind + "$").matcher(document).find()) {
                found.add(document);
            }
        }
        return found;
    }

    private Output helm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(helm.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("helm.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Output(int exit, String text) {}
}
