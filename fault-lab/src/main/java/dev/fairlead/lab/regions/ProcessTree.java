package dev.fairlead.lab.regions;

import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process with all that it started, which stop and go on together. */
public final class ProcessTree {

    private static final int LONGEST_END_S = 10;

    private final List<ProcessHandle> processes;

    private ProcessTree(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    /** What runs of it now. */
    public static ProcessTree of(Supervised process) {
        @Nullable ProcessHandle root = process.handle();
        return new ProcessTree(
                root == null
                        ? List.of()
                        : Stream.concat(Stream.of(root), root.descendants()).toList());
    }

    /** Stops it where it stands: connections stay open and are silent. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("-CONT");
    }

    /** Kills a process and returns when all that it started is gone too; it stays dead until it is started again. */
    public static void kill(Supervised process) {
        ProcessTree tree = of(process);
        process.killForGood();
        CompletableFuture.allOf(
                        tree.processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LONGEST_END_S, TimeUnit.SECONDS)
                .join();
    }

    private void signal(String name) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> line = new ArrayList<>(List.of("kill", name));
        processes.forEach(process -> line.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD) // one that has just ended is said there
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The processor time that it has used, in seconds. */
    public double processorSeconds() {
        return processes.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(used -> used.toNanos() / 1e9)
                .sum();
    }

    public List<ProcessHandle> processes() {
        return processes;
    }
}
