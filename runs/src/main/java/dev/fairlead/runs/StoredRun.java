package dev.fairlead.runs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the database keeps it.
 *
 * @param input JSON
 */
record StoredRun(
        String id,
        String kind,
        String subject,
        String input,
        String reason,
        String author,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt,
        Run run) {

    StoredRun with(List<RunStep> steps) {
        Run whole = new Run(
                run.epoch(), run.state(), run.message(), run.turnedBack(), run.question(), run.commands(), steps);
        return new StoredRun(id, kind, subject, input, reason, author, createdAt, updatedAt, endedAt, whole);
    }
}
