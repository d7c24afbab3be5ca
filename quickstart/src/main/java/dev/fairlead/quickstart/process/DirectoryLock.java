package dev.fairlead.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time in a directory. The operating system holds the lock and drops it with its holder, so a dead
 * process never blocks; the file only says who holds it.
 */
public final class DirectoryLock implements AutoCloseable {

    /** Those of this process, which must not even open the file again, see {@link #key}. */
    private static final Set<Path> held = ConcurrentHashMap.newKeySet();

    private static final String ME = Long.toString(ProcessHandle.current().pid());

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
        Path path = file.toAbsolutePath().normalize();
        if (!held.add(path)) {
            throw new HeldException(ME);
        }
        DirectoryLock taken = null;
        try {
            Files.createDirectories(path.getParent());
            while (taken == null) {
                taken = attempt(path);
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock %s: %s".formatted(file, e.getMessage()), e);
        } finally {
            if (taken == null) {
                held.remove(path);
            }
        }
    }

    /** Gives null when the holder removed the file between our look at it and our locking of it. */
    private static @Nullable DirectoryLock attempt(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Object opened = key(file);
            if (channel.tryLock() == null) {
                throw new HeldException(Files.readString(file).strip());
            }
            if (opened == null || !opened.equals(key(file))) {
                channel.close();
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ME + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Which file the path means now. Looked up without opening it: POSIX drops a process's lock on a file as soon as the
     * process closes any descriptor of that file.
     */
    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
            held.remove(file);
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
