package dev.fairlead.quickstart.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines for child JVMs. SerialGC and the first compiler halve what a start costs (C1 alone is enough for a
 * control plane of this size); small heaps and stacks keep five of them in about a gigabyte.
 */
public final class Java {

    private static final List<String> QUICK =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:-UsePerfData");

    private static final String HEAP = "-Xmx192m";

    /** Its working directory, with which what a killed one left is removed. */
    private static final String TEMPORARY = "-Djava.io.tmpdir=.";

    /** A quarter of what a first start costs is the check of classes that Maven has just put together. */
    private static final List<String> UNVERIFIED =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

    private Java() {}

    /**
     * A service. The JVM writes the classes it loaded into an archive beside the jar when it ends in order, and the next
     * start of the same build reads them from there; one that does not fit is ignored and written anew.
     */
    static List<String> service(Path jar) {
        return service(jar, List.of());
    }

    /** @param further options, which count where they say otherwise */
    static List<String> service(Path jar, List<String> further) {
        return service(
                jar,
                further,
                List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + archive(jar),
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off"));
    }

    /** The same service once more: it reads the archive when there is one, and leaves the writing to the first. */
    static List<String> furtherService(Path jar) {
        return service(
                jar,
                List.of(),
                archived(jar)
                        ? List.of("-XX:SharedArchiveFile=" + archive(jar), "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                        : List.of());
    }

    private static List<String> service(Path jar, List<String> further, List<String> archive) {
        List<String> options = new ArrayList<>(UNVERIFIED);
        options.add(HEAP);
        options.add(TEMPORARY);
        options.addAll(archive);
        options.addAll(further);
        return line(options, jar, List.of());
    }

    static boolean archived(Path jar) {
        return Files.exists(archive(jar));
    }

    private static Path archive(Path jar) {
        return jar.resolveSibling("classes.jsa");
    }

    /** {@code java -jar}. */
    public static List<String> line(List<String> options, Path jar, List<String> arguments) {
        List<String> line = start(options);
        line.add("-jar");
        line.add(jar.toString());
        line.addAll(arguments);
        return line;
    }

    /** A main class of this program's own class path. */
    public static List<String> line(List<String> options, Class<?> main, List<String> arguments) {
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
