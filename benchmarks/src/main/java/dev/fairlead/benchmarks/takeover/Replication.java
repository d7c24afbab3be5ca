package dev.fairlead.benchmarks.takeover;

import java.util.Locale;

/** Whether a commit waits for one of the two standbys. */
enum Replication {
    SYNCHRONOUS,
    ASYNCHRONOUS;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
