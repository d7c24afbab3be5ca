package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server as a child process with a directory of its own; it goes when this JVM goes. */
final class ServerProcess {

    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final Path directory;
    private final List<String> command;
    private final BooleanSupplier answers;
    private @Nullable Process process;

    /**
     * @param directory its own, removed by {@link #remove()}
     * @param answers whether it is ready
     */
    ServerProcess(Path directory, List<String> command, BooleanSupplier answers) {
        this.directory = directory;
        this.command = List.copyOf(command);
        this.answers = answers;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    static Path directory(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Returns when it answers. */
    synchronized void start() {
        if (running()) {
            throw new IllegalStateException(command.getFirst() + " is running already");
        }
        Process started;
        try {
            started = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
        process = started;
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!answers.getAsBoolean()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s did not start; it said:%n%s".formatted(command.getFirst(), lastWords()));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** The process that runs now. */
    synchronized ProcessHandle handle() {
        if (process == null) {
            throw new IllegalStateException(command.getFirst() + " was never started");
        }
        return process.toHandle();
    }

    synchronized boolean running() {
        return process != null && process.isAlive();
    }

    /** Asks it to end and waits. */
    synchronized void stop() {
        if (process != null) {
            process.destroy();
            await(process);
        }
    }

    /** Ends it without a word, as {@code kill -9} does, and the workers that it would leave behind. */
    synchronized void kill() {
        if (process != null) {
            List<ProcessHandle> workers = process.descendants().toList();
            process.destroyForcibly();
            workers.forEach(ProcessHandle::destroyForcibly);
            await(process);
        }
    }

    private static void await(Process ending) {
        try {
            if (!ending.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Freezes it: it accepts connections and says nothing, until {@link #resume()}. */
    synchronized void suspend() {
        signal("-STOP");
    }

    synchronized void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        if (process == null) {
            throw new IllegalStateException(command.getFirst() + " was never started");
        }
        try {
            int exit = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill %s answered %d".formatted(name, exit));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void remove() {
        kill();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    /** What it has said so far. */
    String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log(), e);
        }
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "nothing";
        }
    }
}
