package dev.fairlead.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; root therefore starts them in a user namespace without a
 * mapping, where they see themselves as nobody while the files stay reachable.
 */
final class Commands {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int INITDB_TIMEOUT_S = 120;

    private Commands() {}

    /** Runs a program to its end; fails with what it printed when it fails. */
    static void run(Path program, String... arguments) {
        try {
            Path output = Files.createTempFile("fairlead-postgres", ".out");
            try {
                Process process = builder(program, List.of(arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!awaited(process)) {
                    throw new IllegalStateException(
                            "%s did not end within %d s".formatted(program.getFileName(), INITDB_TIMEOUT_S));
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException("%s failed: %s"
                            .formatted(
                                    program.getFileName(),
                                    Files.readString(output, StandardCharsets.UTF_8)
                                            .strip()));
                }
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program.getFileName() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program.getFileName() + " ran", e);
        }
    }

    /** Waits; a program that took too long, or that nobody waits for any more, is ended with its children. */
    private static boolean awaited(Process process) throws InterruptedException {
        try {
            return process.waitFor(INITDB_TIMEOUT_S, TimeUnit.SECONDS);
        } finally {
            if (process.isAlive()) {
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                children.forEach(child -> child.onExit().join());
                process.onExit().join();
            }
        }
    }

    static ProcessBuilder builder(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Sends a signal by name to a process. */
    static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
