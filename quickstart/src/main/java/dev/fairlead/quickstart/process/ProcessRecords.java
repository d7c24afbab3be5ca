package dev.fairlead.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file for each child with its process id and start time. Children end with their parent by themselves, but a database
 * does not watch its standard input, and a process id alone may by now be another's: the start time tells.
 */
public final class ProcessRecords {

    /** The platform's start times are rounded, and move a little when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Duration END = Duration.ofSeconds(10);

    private final Path directory;

    public ProcessRecords(Path directory) {
        this.directory = directory;
    }

    /** Writes a child down. */
    public void write(String name, ProcessHandle process) {
        try {
            Files.createDirectories(directory);
            Instant started = process.info().startInstant().orElse(Instant.EPOCH);
            Files.writeString(directory.resolve(name), process.pid() + " " + started);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Forgets a child that was ended. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the record of " + name, e);
        }
    }

    /** Kills whatever of the written-down processes still runs, with its children; gives the names of those that did. */
    public List<String> endLeftovers() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted()
                    .filter(ProcessRecords::endLeftover)
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean endLeftover(Path file) {
        Optional<ProcessHandle> found = read(file).filter(ProcessHandle::isAlive);
        found.ifPresent(process -> {
            List<ProcessHandle> family =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            family.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, END.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
        file.toFile().delete();
        return found.isPresent();
    }

    private static Optional<ProcessHandle> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            Instant started = Instant.parse(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(start ->
                                    Duration.between(start, started).abs().compareTo(TOLERANCE) <= 0)
                            .isPresent());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // half-written when its writer was killed: nothing is known of the process
        }
    }
}
