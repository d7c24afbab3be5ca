package dev.fairlead.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running child. Its standard input is a pipe that nobody writes to: it closes when this process is gone. */
public final class ChildProcess {

    private final Process process;
    private final Instant started;

    private ChildProcess(Process process) {
        this.process = process;
        this.started = Instant.now();
    }

    static ChildProcess start(Command command) {
        try {
            Files.createDirectories(command.directory());
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            return new ChildProcess(new ProcessBuilder(command.line())
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start %s: %s".formatted(command.name(), e.getMessage()), e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for the end; gives the exit code. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    Duration lived() {
        return Duration.between(started, Instant.now());
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, and ends it when it has not after {@code patience}. */
    void stop(Duration patience) {
        process.destroy();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /**
     * What to start.
     *
     * @param name what the lines about it call it
     * @param directory its working directory, made when absent
     * @param log where its output goes, appended
     */
    public record Command(String name, List<String> line, Path directory, Path log) {

        public Command {
            line = List.copyOf(line);
        }
    }
}
