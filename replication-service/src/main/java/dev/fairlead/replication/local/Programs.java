package dev.fairlead.replication.local;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs PostgreSQL's programs, each with a limit of time. They refuse to run as root: root runs them as the server's user or,
 * where none is configured, in a user namespace without a mapping, in which they see themselves as nobody while the files stay
 * reachable.
 */
final class Programs {

    private static final Logger log = LoggerFactory.getLogger(Programs.class);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int MESSAGE = 1_000;

    private final LocalProperties.Server server;

    Programs(LocalProperties.Server server) {
        this.server = server;
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed
     */
    String run(Duration limit, Map<String, String> environment, String program, List<String> arguments)
            throws IOException {
        return printed(limit, environment, program, arguments, (exit, output) -> {
            String said = Files.readString(output).strip();
            if (exit != 0) {
                throw failure(program, "failed with %d".formatted(exit), said);
            }
            return said;
        });
    }

    /** Runs a program that ends as failed by its nature, as one that reads a log to where it breaks off; tells what it printed. */
    void read(
            Duration limit,
            Map<String, String> environment,
            String program,
            List<String> arguments,
            Consumer<String> line)
            throws IOException {
        printed(limit, environment, program, arguments, (exit, output) -> {
            try (Stream<String> lines = Files.lines(output)) {
                lines.forEach(line);
            }
            return exit;
        });
    }

    private <T> T printed(
            Duration limit, Map<String, String> environment, String program, List<String> arguments, Printed<T> printed)
            throws IOException {
        Path file = require(program);
        Path output = Files.createTempFile("fairlead-" + program, ".out");
        try {
            Process process = builder(file, arguments, environment, output).start();
            if (!awaited(process, limit)) {
                String said = Files.readString(output).strip();
                throw failure(program, "did not end within %d s".formatted(limit.toSeconds()), said);
            }
            return printed.read(process.exitValue(), output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private interface Printed<T> {
        T read(int exit, Path output) throws IOException;
    }

    /** Where a program is; fails if it is missing. */
    Path require(String program) throws IOException {
        if (!has(program)) {
            throw new IOException("the program %s is missing in %s".formatted(program, server.binDirectory()));
        }
        return file(program);
    }

    boolean has(String program) {
        return Files.isExecutable(file(program));
    }

    private Path file(String program) {
        return server.binDirectory().resolve(program);
    }

    private ProcessBuilder builder(Path file, List<String> arguments, Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            String user = server.user();
            command.addAll(user == null ? List.of("unshare", "--user") : List.of("runuser", "-u", user, "--"));
        }
        command.add(file.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/")) // the present one may be closed to the server's user
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        return builder;
    }

    private static IOException failure(String program, String how, String said) {
        log.warn("program={} state=failed how=\"{}\" output=\"{}\"", program, how, said);
        String end = said.length() <= MESSAGE ? said : said.substring(said.length() - MESSAGE);
        return new IOException("%s %s: %s".formatted(program, how, end));
    }

    /** Waits; a program that took too long, or that nobody waits for any more, is ended with its children. */
    private static boolean awaited(Process process, Duration limit) throws IOException {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program of PostgreSQL ran");
        } finally {
            if (process.isAlive()) {
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
