package dev.fairlead.quickstart.demo;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does several things at once. */
public final class Parallel {

    private Parallel() {}

    /** Runs all; the first failure interrupts the others, is waited out and thrown. */
    public static void run(List<? extends Runnable> tasks) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ExecutorCompletionService<Boolean>(executor);
            tasks.forEach(task -> done.submit(task, true));
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    done.take().get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
                throw new DemoException("interrupted", e);
            }
        }
    }
}
