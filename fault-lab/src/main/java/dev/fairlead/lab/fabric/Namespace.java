package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A named network namespace. Its name holds the process that made it, so that the next one can remove what a killed one
 * left.
 */
record Namespace(String name) {

    private static final Path ALL = Path.of("/run/netns");
    private static final String PREFIX = "fairlead-lab-";

    static Namespace create(String node) throws IOException {
        Namespace made = new Namespace(own(node));
        Ip.run("netns", "add", made.name);
        return made;
    }

    /** The name of something that this process makes, by which {@link #isLeftover} knows it later. */
    static String own(String name) {
        return PREFIX + ProcessHandle.current().pid() + "-" + name;
    }

    /** A command line that runs another one inside; the process keeps its id. */
    List<String> command(List<String> line) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=" + ALL.resolve(name)));
        inside.addAll(line);
        return inside;
    }

    void delete() throws IOException {
        if (Files.exists(ALL.resolve(name))) {
            Ip.run("netns", "delete", name);
        }
    }

    /** Removes the namespaces of processes that are gone. */
    static void removeLeftovers() throws IOException {
        if (!Files.isDirectory(ALL)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(ALL)) {
            files = found.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (isLeftover(name)) {
                new Namespace(name).delete();
            }
        }
    }

    /** Whether a process made it that is gone. */
    static boolean isLeftover(String name) {
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        try {
            long maker = Long.parseLong(name.substring(PREFIX.length()).split("-")[0]);
            return ProcessHandle.of(maker).filter(ProcessHandle::isAlive).isEmpty();
        } catch (NumberFormatException e) {
            return false; // somebody else's
        }
    }
}
