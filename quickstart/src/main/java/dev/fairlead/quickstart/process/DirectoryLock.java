package dev.fairlead.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time in a directory. The operating system holds the lock and drops it with its holder, so a dead
 * process never blocks; the file only says who holds it.
 */
public final class DirectoryLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws HeldException if another process has it
     */
    public static DirectoryLock take(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            while (true) {
                DirectoryLock lock = attempt(file);
                if (lock != null) {
                    return lock;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Gives null when the holder removed the file between our opening and our locking of it. */
    private static @Nullable DirectoryLock attempt(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new HeldException(holder(file));
            }
            if (stillTheFile(file, channel)) {
                return new DirectoryLock(file, channel);
            }
            channel.close();
            return null;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new HeldException(holder(file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean stillTheFile(Path file, FileChannel channel) throws IOException {
        String me = Long.toString(ProcessHandle.current().pid()) + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.US_ASCII)), 0);
        try {
            return Files.readString(file).equals(me);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    /** Another process has the lock. */
    public static final class HeldException extends RuntimeException {

        private final String holder;

        HeldException(String holder) {
            super("held by process " + holder);
            this.holder = holder;
        }

        /** The holder's process id; empty when it was just going. */
        public String holder() {
            return holder;
        }
    }
}
