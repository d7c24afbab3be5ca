package dev.fairlead.benchmarks;

import dev.fairlead.contracts.EndpointAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A child of this process, whose CPU is then its own: it is told addresses, a line each and an empty one at the end, says
 * what it did in lines, and ends when its input does, however that comes about.
 */
public final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private Child(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    public static Child start(List<String> line, List<EndpointAddress> told) {
        try {
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Writer out = process.outputWriter(StandardCharsets.UTF_8);
            for (EndpointAddress address : told) {
                out.write(address + "\n");
            }
            out.write("\n");
            out.flush();
            return new Child(process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process to measure: " + e.getMessage(), e);
        }
    }

    /** The next line that it says. */
    public String next() {
        try {
            String line = said.readLine();
            if (line == null) {
                throw new IllegalStateException("a process that measures ended before it said what it measured");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** In the child: the addresses that it was told. */
    public static List<EndpointAddress> told() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<EndpointAddress> told = new ArrayList<>();
        String line;
        while ((line = in.readLine()) != null && !line.isEmpty()) {
            told.add(EndpointAddress.of(line));
        }
        Thread.ofPlatform().daemon().name("parent").start(() -> endAfter(in));
        return told;
    }

    private static void endAfter(BufferedReader in) {
        try {
            in.readLine();
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(0);
    }
}
