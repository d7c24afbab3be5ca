package dev.fairlead.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The first process of a server, as its data directory tells. What a killed one left there may by now be another's process id. */
final class Postmaster {

    private Postmaster() {}

    /** Empty: none works in this directory. */
    static Optional<ProcessHandle> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long pid = Long.parseLong(lines.getFirst().strip());
            Path folder = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
            return folder.equals(data.toRealPath()) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no such file or process, or one half written
        }
    }
}
