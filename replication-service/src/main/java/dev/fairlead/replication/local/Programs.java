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
        Path file = require(program);
        Path output = Files.createTempFile("fairlead-" + program, ".out");
        try {
            Process process = builder(file, arguments, environment, output).start();
            boolean ended = awaited(process, limit);
            String said = Files.readString(output).strip();
            if (!ended) {
                throw failure(program, "did not end within %d s".formatted(limit.toSeconds()), said);
            }
            if (process.exitValue() != 0) {
                throw failure(program, "failed with %d".formatted(process.exitValue()), said);
            }
            return said;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Where a program is; fails if it is missing. */
    Path require(String program) throws IOException {
        Path file = server.binDirectory().resolve(program);
        if (!Files.isExecutable(file)) {
            throw new IOException("the program %s is missing in %s".formatted(program, server.binDirectory()));
        }
        return file;
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
