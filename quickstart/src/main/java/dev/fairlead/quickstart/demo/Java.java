package dev.fairlead.quickstart.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines for child JVMs. SerialGC and the first compiler halve what a start costs (C1 alone is enough for a
 * control plane of this size); small heaps and stacks keep five of them in about a gigabyte.
 */
final class Java {

    private static final List<String> QUICK =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:-UsePerfData");

    private Java() {}

    /** {@code java -jar}. */
    static List<String> line(List<String> options, Path jar, List<String> arguments) {
        List<String> line = start(options);
        line.add("-jar");
        line.add(jar.toString());
        line.addAll(arguments);
        return line;
    }

    /** A main class of this program's own class path. */
    static List<String> line(List<String> options, Class<?> main, List<String> arguments) {
        List<String> line = start(options);
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(main.getName());
        line.addAll(arguments);
        return line;
    }

    private static List<String> start(List<String> options) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(QUICK);
        line.addAll(options);
        return line;
    }
}
