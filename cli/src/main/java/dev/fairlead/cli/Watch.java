package dev.fairlead.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Shows something again whenever it changed. On a terminal the lines are redrawn in place, elsewhere they follow each
 * other. A server that goes away is waited for: whoever watches a failover must not lose sight of it.
 */
final class Watch {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Surroundings surroundings;
    private final Duration timeout;
    private String shown = "";

    /** @param timeout how long to watch at most */
    Watch(Surroundings surroundings, Duration timeout) {
        this.surroundings = surroundings;
        this.timeout = timeout;
    }

    /**
     * Watches until {@code last} holds, nobody reads any more, or the thread is interrupted.
     *
     * @return what was read last
     */
    JsonNode until(Supplier<JsonNode> source, Function<JsonNode, String> text, Predicate<JsonNode> last) {
        long deadline = System.nanoTime() + timeout.toNanos();
        JsonNode read = Json.MAPPER.missingNode();
        boolean away = false;
        while (true) {
            try {
                read = source.get();
                show(text.apply(read));
                away = false;
            } catch (Failure e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                if (!away) {
                    surroundings.err().println("fairlead: " + e.line() + "; still trying");
                    shown = "";
                }
                away = true;
            }
            if (last.test(read) || surroundings.out().checkError()) {
                return read;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new Failure(ExitCode.TIMEOUT, "not over within " + timeout);
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return read;
            }
        }
    }

    private void show(String text) {
        if (text.equals(shown)) {
            return;
        }
        PrintStream out = surroundings.out();
        if (surroundings.terminal() && !shown.isEmpty()) {
            out.printf("\u001b[%dA\u001b[J", shown.lines().count());
        } else if (!shown.isEmpty()) {
            out.println();
        }
        out.print(text);
        out.flush();
        shown = text;
    }
}
