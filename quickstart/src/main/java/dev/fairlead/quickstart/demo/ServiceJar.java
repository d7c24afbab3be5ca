package dev.fairlead.quickstart.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A service's executable jar, extracted once for each build: the JVM starts faster from plain jars than from nested
 * ones, and a rebuild does not pull the jar from under a running service.
 */
final class ServiceJar {

    private final Path executable;
    private final Path extracted;

    private ServiceJar(Path executable, Path extracted) {
        this.executable = executable;
        this.extracted = extracted;
    }

    /** Finds the built jar of a module. */
    static ServiceJar of(Path home, Path cache, String module) {
        Path target = home.resolve(module).resolve("target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*-exec.jar")) {
            for (Path jar : jars) {
                return new ServiceJar(jar, cache.resolve(module + "-" + build(jar)));
            }
        } catch (IOException e) {
            // the same as an empty directory
        }
        throw new DemoException("%s is not built: run ./fairlead demo, which builds it".formatted(module));
    }

    /** Equal for equal content, so that what was extracted and archived of it outlives a rebuild that changed nothing. */
    private static String build(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            CRC32 content = new CRC32();
            zip.stream()
                    .map(entry -> entry.getName() + ':' + entry.getCrc())
                    .forEach(line -> content.update(line.getBytes(StandardCharsets.UTF_8)));
            return Long.toHexString(content.getValue());
        }
    }

    /** The jar to start, beside its libraries. */
    Path runnable() {
        return extracted.resolve(executable.getFileName());
    }

    /** Extracts unless that was done; beside the target and renamed, so that a half one is never taken for a whole. */
    void extract(Path log) {
        if (Files.exists(extracted)) {
            return;
        }
        try {
            Files.createDirectories(extracted.getParent());
            removeOlder();
            Path half = Files.createTempDirectory(extracted.getParent(), "extracting-");
            try {
                run(half, log);
                Files.move(half, extracted);
            } catch (IOException e) {
                if (!Files.exists(extracted)) { // else another process was faster
                    throw e;
                }
            } finally {
                PrivateFiles.delete(half);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot extract %s: %s".formatted(executable, e.getMessage()), e);
        }
    }

    private void run(Path into, Path log) throws IOException {
        Process process = new ProcessBuilder(Java.line(
                        List.of("-Djarmode=tools"),
                        executable,
                        List.of("extract", "--force", "--destination", into.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                String said = Files.readString(log);
                throw new IOException(
                        said.isBlank()
                                ? "it said nothing"
                                : said.lines().toList().getFirst());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void removeOlder() throws IOException {
        String module = extracted.getFileName().toString();
        String prefix = module.substring(0, module.lastIndexOf('-') + 1);
        try (DirectoryStream<Path> older = Files.newDirectoryStream(extracted.getParent(), prefix + "*")) {
            for (Path path : older) {
                PrivateFiles.delete(path);
            }
        }
    }
}
