package dev.fairlead.runs;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for when a run is started.
 *
 * @param subject what it acts on; one run of the kind's group at a time acts on a subject
 * @param requestKey chosen by the caller, so that asking twice starts one run; absent: every call starts one
 */
public record RunOrder<I>(
        String subject,
        I input,
        String reason,
        String author,
        @Nullable String requestKey) {

    /** The same with a key, by which a repetition is known. */
    RunOrder<I> keyed() {
        return requestKey == null
                ? new RunOrder<>(
                        subject, input, reason, author, UUID.randomUUID().toString())
                : this;
    }
}
