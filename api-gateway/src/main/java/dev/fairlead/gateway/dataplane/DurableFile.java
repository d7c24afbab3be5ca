package dev.fairlead.gateway.dataplane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A file that a data plane or a gateway starts from: at any moment, also after a power cut, it is as it was or as it was last written.
 * What is written goes beside it, is synced, and takes its place by a rename, with the permissions that it had.
 */
public record DurableFile(Path path, Charset charset) {

    /** In UTF-8. */
    public DurableFile(Path path) {
        this(path, StandardCharsets.UTF_8);
    }

    /** Empty where there is none. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(path, charset));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DataPlaneException("cannot read %s: %s".formatted(path, reason(e)), e);
        }
    }

    /** Throws with the file as it was. Makes its folder, too. */
    public void write(String content) {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw unwritable(e);
        }
        write(content, () -> true);
    }

    /** The same where another hand writes too, and has made the folder; throws with what that wrote when it is not {@code before} any more. No file is empty. */
    public void replace(String before, String content) {
        write(content, () -> read().orElse("").equals(before));
    }

    private void write(String content, BooleanSupplier unchanged) {
        Path next = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel file = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(charset));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                if (Files.exists(path)) {
                    Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(path));
                }
                file.force(true);
            }
            if (!unchanged.getAsBoolean()) {
                Files.delete(next);
                throw new DataPlaneException("another hand changed %s at this moment".formatted(path));
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(folder(), StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            withdraw(next, e);
            throw unwritable(e);
        }
    }

    private Path folder() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }

    private DataPlaneException unwritable(IOException e) {
        return new DataPlaneException("cannot write %s, which stays as it was: %s".formatted(path, reason(e)), e);
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new DataPlaneException("cannot delete %s: %s".formatted(path, reason(e)), e);
        }
    }

    private static void withdraw(Path next, IOException cause) {
        try {
            Files.deleteIfExists(next);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        String message = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return Objects.requireNonNullElse(message, e.getClass().getSimpleName());
    }
}
