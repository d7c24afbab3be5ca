package dev.fairlead.gateway.gdnsd;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file on disk; gdnsd finds it changed by itself. Bytes are read as Latin-1, so that all of them survive. */
final class AdminStateFile {

    private final Path file;

    AdminStateFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Empty where there is no file, which says the same. */
    AdminState read() {
        try {
            return new AdminState(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return new AdminState("");
        } catch (IOException e) {
            throw new DataPlaneException("cannot read %s: %s".formatted(file, e), e);
        }
    }

    /** All or nothing, also when the power goes. Refuses when another hand was faster. */
    void replace(AdminState before, AdminState next) {
        Path draft = file.resolveSibling(file.getFileName() + ".fairlead");
        try {
            writeThrough(draft, next.text().getBytes(StandardCharsets.ISO_8859_1));
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
            }
            if (!read().equals(before)) {
                throw new DataPlaneException("another hand changed %s at this moment".formatted(file));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new DataPlaneException("cannot write %s: %s".formatted(file, e), e);
        }
    }

    private static void writeThrough(Path draft, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }
}
