package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The jar as the launcher runs it. */
class PackagedIT {

    @Test
    void runsWithItsLibrariesBesideIt() throws Exception {
        Process process = start("--version");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .matches("fairlead \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
    }

    @Test
    void readsYamlAndAnswersOverHttp() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            gateway.on("PUT /v1/data-centers/us-east", 201, "{}");
            ProcessBuilder builder = builder("apply", "-f", "-");
            builder.environment().put("FAIRLEAD_SERVER", gateway.url());
            builder.environment().put("FAIRLEAD_TOKEN", TestGateway.TOKEN);
            Process process = builder.start();
            process.outputWriter()
                    .append("kind: DataCenter\nmetadata: {name: us-east}\nspec: {}\n")
                    .close();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("DataCenter/us-east created\n");
        }
    }

    @Test
    void endsQuietlyWhenNobodyReads() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            gateway.on("GET /v1/applications/shop/plan", 200, PlanTests.PLAN);
            gateway.on("GET /v1/applications/shop/plan", 200, PlanTests.PLAN.replace("\"epoch\": 42", "\"epoch\": 43"));
            ProcessBuilder builder = builder("plan", "shop", "--watch");
            builder.environment().put("FAIRLEAD_SERVER", gateway.url());
            builder.environment().put("FAIRLEAD_TOKEN", TestGateway.TOKEN);
            Process process = builder.start();
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).startsWith("shop (");
            }

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    private static Process start(String... args) throws IOException {
        return builder(args).start();
    }

    private static ProcessBuilder builder(String... args) {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "cli.jar").toString());
        builder.command().addAll(List.of(args));
        return builder;
    }
}
