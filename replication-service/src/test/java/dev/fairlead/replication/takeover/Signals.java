package dev.fairlead.replication.takeover;

import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Freezes all processes of a server, as a machine does that hangs, and lets them go on. */
final class Signals {

    private Signals() {}

    static void freeze(PostgresServer server) throws IOException, InterruptedException {
        send("-STOP", server);
    }

    static void thaw(PostgresServer server) throws IOException, InterruptedException {
        send("-CONT", server);
    }

    private static void send(String signal, PostgresServer server) throws IOException, InterruptedException {
        ProcessHandle postmaster = Objects.requireNonNull(server.handle());
        List<String> command = new ArrayList<>(List.of("kill", signal));
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .forEach(process -> command.add(Long.toString(process.pid())));
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new AssertionError("cannot " + String.join(" ", command));
        }
    }
}
