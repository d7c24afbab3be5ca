package dev.fairlead.quickstart.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The {@code fairlead} command as an operator types it, with several addresses at hand. */
public final class CommandLineTool {

    private static final int PATIENCE_S = 120;

    private final Path jar;
    private final String token;

    /**
     * @param home the checkout, where its built jar is found
     * @param token an operator's
     */
    public CommandLineTool(Path home, String token) {
        this.jar = home.resolve("cli").resolve("target").resolve("cli.jar");
        this.token = token;
    }

    /** Types a command; the first of the servers is asked first. */
    public Answer type(List<URI> servers, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-jar",
                jar.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(line).redirectErrorStream(true);
        command.environment()
                .put("FAIRLEAD_SERVER", servers.stream().map(URI::toString).collect(Collectors.joining(",")));
        command.environment().put("FAIRLEAD_TOKEN", token);
        Process process = command.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IOException("fairlead %s took too long".formatted(String.join(" ", arguments)));
            }
            return new Answer(process.exitValue(), said.replaceAll("\\R", "; "));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * What came of a command.
     *
     * @param exitCode 0: done
     * @param said all that it wrote, in one line
     */
    public record Answer(int exitCode, String said) {

        public boolean done() {
            return exitCode == 0;
        }
    }
}
