package dev.fairlead.quickstart.demo;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a failure into the one line that the user reads. */
public final class Failures {

    private static final String DISK_FULL = "No space left on device";
    private static final String QUOTA = "Disk quota exceeded";

    private Failures() {}

    /** The line: what the innermost known cause means, else the first line of the message. */
    public static String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            String message = Objects.requireNonNullElse(cause.getMessage(), "");
            if (message.contains(DISK_FULL) || message.contains(QUOTA)) {
                return "the disk is full: free some space (about 1 GB is needed) and start again";
            }
        }
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        Optional<String> first = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst();
        return first.orElse(failure.toString());
    }

    private static @Nullable Throwable next(Throwable cause) {
        Throwable inner = cause.getCause();
        return inner == cause ? null : inner;
    }
}
