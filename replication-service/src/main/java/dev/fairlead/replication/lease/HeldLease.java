package dev.fairlead.replication.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The lease under which a server beside this service writes. It stands in a file too: a service that is killed and starts again
 * while the control plane is away still has to fence in time. Only across that restart does the system's clock count.
 *
 * @param fenceAt when the server is fenced, unless the lease is renewed again
 */
record HeldLease(long epoch, Instant fenceAt) {

    static Optional<HeldLease> read(Path file) throws IOException {
        try {
            String[] parts = Files.readString(file).strip().split(" ", 2);
            return Optional.of(new HeldLease(Long.parseLong(parts[0]), Instant.parse(parts[1])));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("%s is no note of a lease".formatted(file), e);
        }
    }

    void write(Path file) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(written, epoch + " " + fenceAt + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
