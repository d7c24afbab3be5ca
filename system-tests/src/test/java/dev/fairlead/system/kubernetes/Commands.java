package dev.fairlead.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Commands {

    private Commands() {}

    /** What a program said, and how it ended. */
    record Output(int exit, String text) {

        /** Fails unless it succeeded; gives what it said. */
        String ok() {
            assertThat(exit).as(text).isZero();
            return text;
        }
    }

    static Output run(Duration patience, List<String> command) {
        try {
            Path said = Files.createTempFile("fairlead-command", ".out"); // a pipe would be held open by what it starts
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("%s took longer than %s: %s"
                            .formatted(String.join(" ", command), patience, Files.readString(said)));
                }
                return new Output(process.exitValue(), Files.readString(said).strip());
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while %s ran".formatted(command.getFirst()), e);
        }
    }
}
