package dev.fairlead.replication.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/**
 * What this service writes into a data directory and beside it. All of it belongs to whom the data belongs, also when root
 * writes it, and what has to outlast a power cut does.
 */
final class ServerFiles {

    private static final String STANDBY = "standby.signal";
    private static final String ALTERED = "postgresql.auto.conf";
    private static final Pattern FOLLOWING =
            Pattern.compile("\\s*(primary_conninfo|primary_slot_name|recovery_target_timeline)\\b.*");

    /** What belongs to the server, not to its data: copies bring those of another machine. */
    private static final List<String> SETTINGS = List.of("postgresql.conf", ALTERED, "pg_hba.conf", "pg_ident.conf");

    private final Path data;
    private final Path fence;
    private final Path rewinding;
    private final Path replaced;
    private final Path half;
    private final Path copy;

    ServerFiles(LocalProperties.Server server) {
        this.data = server.dataDirectory();
        this.fence = server.beside("fence");
        this.rewinding = server.beside("rewinding");
        this.replaced = server.beside("replaced");
        this.half = server.beside("half");
        this.copy = server.beside("copy");
    }

    /** Anything at all: whose data folder is not mounted, or half there, is none that may be filled. */
    boolean hasData() {
        return Files.exists(data.resolve("PG_VERSION")) || Files.exists(replaced) || halfRewound();
    }

    long copiedBytes() throws IOException {
        if (!Files.exists(copy)) {
            return 0;
        }
        long[] bytes = new long[1];
        Files.walkFileTree(copy, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it was renamed meanwhile
            }
        });
        return bytes[0];
    }

    UserPrincipal owner() throws IOException {
        for (Path folder : List.of(data, replaced)) {
            if (Files.exists(folder)) {
                return Files.getOwner(folder);
            }
        }
        return Files.getOwner(data.resolve("..").normalize()); // of a server that has no data yet
    }

    /** Leaves the mark first: who is interrupted in between finds it and goes on. */
    void fence(long epoch) throws IOException {
        if (epoch > fenced().orElse(Long.MIN_VALUE)) {
            write(fence, epoch + "\n");
        }
        if (Files.exists(data)) {
            becomeStandby(data);
        }
    }

    OptionalLong fenced() throws IOException {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(fence).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new IOException("the mark %s holds no epoch".formatted(fence), e);
        }
    }

    /** The server may write again. */
    void release() throws IOException {
        Files.deleteIfExists(data.resolve(STANDBY));
        Files.deleteIfExists(fence);
    }

    /** What starts from this folder only reads. */
    void becomeStandby(Path folder) throws IOException {
        write(folder.resolve(STANDBY), "");
    }

    /** A standby that follows cannot write: its fence goes. */
    void follow(String connection, String slot) throws IOException {
        Path altered = data.resolve(ALTERED);
        List<String> lines = new ArrayList<>();
        if (Files.exists(altered)) {
            Files.readAllLines(altered).stream()
                    .filter(line -> !FOLLOWING.matcher(line).matches())
                    .forEach(lines::add);
        }
        lines.add(ConnectionText.setting("primary_conninfo", connection));
        lines.add(ConnectionText.setting("primary_slot_name", slot));
        lines.add(ConnectionText.setting("recovery_target_timeline", "latest"));
        write(altered, String.join("\n", lines) + "\n");
        becomeStandby(data);
        Files.deleteIfExists(fence);
    }

    boolean halfRewound() {
        return Files.exists(rewinding);
    }

    /** Whether the data was rewound or copied, and nothing started from it since. */
    boolean fresh() {
        return Files.exists(data.resolve("backup_label"));
    }

    /** Notes that a rewind is under way, with the settings as they were. */
    void beginRewind() throws IOException {
        FileSystemUtils.deleteRecursively(half);
        Files.createDirectory(half);
        Files.setOwner(half, owner());
        copySettings(data, half);
        Files.move(half, rewinding, StandardCopyOption.ATOMIC_MOVE);
    }

    void endRewind() throws IOException {
        copySettings(rewinding, data);
        becomeStandby(data);
        FileSystemUtils.deleteRecursively(rewinding);
    }

    /** Makes a whole copy the server's data, with the server's own settings; the old data is kept, that of one time. */
    void exchange(Path copy) throws IOException {
        copySettings(halfRewound() ? rewinding : Files.exists(data) ? data : replaced, copy);
        becomeStandby(copy);
        if (Files.exists(data)) {
            FileSystemUtils.deleteRecursively(replaced);
            Files.move(data, replaced);
        }
        Files.move(copy, data);
        FileSystemUtils.deleteRecursively(rewinding);
    }

    private static void copySettings(Path from, Path to) throws IOException {
        for (String name : SETTINGS) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(
                        from.resolve(name),
                        to.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Replaces a file as a whole, readable by its owner only. */
    void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("%s is no file".formatted(file));
        }
        Path written = Files.createTempFile(folder, "fairlead", ".tmp");
        try {
            Files.writeString(written, text, StandardOpenOption.SYNC);
            Files.setOwner(written, owner());
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
