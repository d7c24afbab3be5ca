package dev.fairlead.gateway.nginx;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server's process: has a configuration tested, and loaded. */
final class Nginx {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NginxSettings.Process settings;

    Nginx(NginxSettings.Process settings) {
        this.settings = settings;
    }

    /** Throws with what nginx says against the configuration as it stands on disk. */
    void test() {
        run(
                "nginx refuses the configuration and keeps what it had",
                List.of(
                        settings.binary(),
                        "-t",
                        "-q",
                        "-c",
                        settings.configuration().toString()));
    }

    void reload() {
        String failure = "nginx could not be told to load its configuration";
        run(
                failure,
                settings.reload().isEmpty() ? List.of("kill", "-HUP", Long.toString(master())) : settings.reload());
    }

    /** Of the pid file; not of whatever got that number after nginx was killed. */
    private long master() {
        Path file = settings.pidFile();
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            boolean nginx = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .filter(command ->
                            String.valueOf(Path.of(command).getFileName()).startsWith("nginx"))
                    .isPresent();
            if (nginx) {
                return pid;
            }
        } catch (IOException | NumberFormatException e) {
            throw new DataPlaneException("nginx does not run: there is no process number in " + file, e);
        }
        throw new DataPlaneException(
                "nginx does not run, or not for this gateway to see: %s is outdated".formatted(file));
    }

    private static void run(String failure, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new DataPlaneException("%s: %s takes too long".formatted(failure, command.getFirst()));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new DataPlaneException("%s: %s"
                        .formatted(failure, said.substring(0, Math.min(said.length(), 500))));
            }
        } catch (IOException e) {
            throw new DataPlaneException("%s: %s".formatted(failure, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataPlaneException(failure + ": interrupted", e);
        }
    }
}
