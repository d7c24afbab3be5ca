package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.planes.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a measurement keeps its servers. */
public final class Folders {

    private Folders() {}

    /** A new folder that goes with all that is in it when the measurement is over. */
    public static Path temporary(Opened opened, String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        opened.keep(() -> remove(folder));
        return folder;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
