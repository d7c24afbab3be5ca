package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Equal parts of the processors' time, by control groups of either version: each part stands for machines of its own, so what
 * starts in one must not stall the others. Without a controller to make them with, all compete.
 */
public final class Processors implements AutoCloseable {

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpu");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");
    private static final String MEMBERS = "cgroup.procs";

    private final Map<String, Path> groups = new LinkedHashMap<>();

    /** @param parts their names */
    public Processors(List<String> parts) {
        try {
            Path root = root();
            if (root == null) {
                return;
            }
            removeLeftovers(root);
            for (String part : parts) {
                groups.put(part, Files.createDirectory(root.resolve(Namespace.own(part))));
            }
        } catch (IOException e) {
            close(); // this machine does not let us
        }
    }

    /** Where groups for processors are made; absent: nowhere. */
    private static @Nullable Path root() throws IOException {
        if (Files.isWritable(VERSION_1.resolve(MEMBERS))) {
            return VERSION_1;
        }
        Path controllers = VERSION_2.resolve("cgroup.subtree_control");
        return Files.isReadable(controllers)
                        && List.of(Files.readString(controllers).strip().split(" "))
                                .contains("cpu")
                ? VERSION_2
                : null;
    }

    /** A command line that runs another one within a part; the process keeps its id. */
    public List<String> command(String part, List<String> line) {
        Path group = groups.get(part);
        if (group == null) {
            return line;
        }
        List<String> inside = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ > \"$0\" && exec \"$@\"",
                group.resolve(MEMBERS).toString()));
        inside.addAll(line);
        return inside;
    }

    /** Removes the groups of labs that are gone. */
    private static void removeLeftovers(Path root) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(root)) {
            left = all.filter(group -> Namespace.isLeftover(group.getFileName().toString()))
                    .toList();
        }
        left.forEach(Processors::remove);
    }

    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            // something still runs in it: the next one removes it
        }
    }

    @Override
    public void close() {
        groups.values().forEach(Processors::remove);
        groups.clear();
    }
}
