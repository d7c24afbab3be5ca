package dev.fairlead.replication.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of the server of a data directory, which is where they work. Backends whose postmaster was killed are among
 * them: what such a one is doing it may still finish and acknowledge.
 */
record ServerProcesses(Path dataDirectory) {

    private static final Duration POLL = Duration.ofMillis(20);

    List<ProcessHandle> alive() throws IOException {
        if (!Files.exists(dataDirectory)) {
            return List.of();
        }
        Path folder = dataDirectory.toRealPath();
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(folder, process))
                .toList();
    }

    private static boolean worksIn(Path folder, ProcessHandle process) {
        Path entry = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(entry.resolve("cwd")).equals(folder)
                    && isPostgres(Files.readSymbolicLink(entry.resolve("exe")).toString());
        } catch (IOException e) {
            return false; // it has ended, or is another user's
        }
    }

    /** Whether a program is the server; its path ends in a remark when the file was replaced by an upgrade. */
    private static boolean isPostgres(String program) {
        return program.substring(program.lastIndexOf('/') + 1).startsWith("postgres");
    }

    /** Ends what is left without a word. */
    void kill(Duration limit) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        for (List<ProcessHandle> left = alive(); !left.isEmpty(); left = alive()) {
            if (System.nanoTime() > until) {
                throw new IOException("%d processes in %s do not end".formatted(left.size(), dataDirectory));
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
