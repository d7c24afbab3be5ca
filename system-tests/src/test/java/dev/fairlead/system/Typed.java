package dev.fairlead.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command as if typed at a terminal: a process group of its own, so that an interrupt reaches all of it as Ctrl-C does,
 * and its output line by line.
 */
final class Typed implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Typed(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Types {@code ./fairlead demo} without the launcher, which would look whether something is to be built. */
    static Typed demo(List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
        command.add("-Dfairlead.home=" + home());
        command.addAll(List.of(
                "-jar", home().resolve("quickstart/target/quickstart.jar").toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Types a command. An interrupt is heard also where the tests themselves run in the background, which ignores it. */
    static Typed start(List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        line.addAll(command);
        return new Typed(new ProcessBuilder(line).redirectErrorStream(true).start());
    }

    static Path home() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said so far. */
    List<String> lines() {
        return lines;
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    }

    /** kill -9 of the command alone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits for the end. */
    int exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after %s: %s".formatted(patience, lines));
        }
        reader.join();
        return process.exitValue();
    }

    /** The command lines of all processes that mention a directory. */
    static Collection<String> running(Path directory) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
