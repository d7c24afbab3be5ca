package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.planes.Patience;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * One move of a primary under the eyes of the writers.
 *
 * @param seconds without writes: from the kill, or in a planned one from the last write that the old primary acknowledged, until
 *     the first that another did
 * @param overlapping acknowledged by others after that
 * @param lost acknowledged by anybody and not there in the end
 */
record Move(double seconds, long overlapping, long lost, int acknowledged) {

    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** What is done to a primary. */
    interface Deed {
        void run() throws IOException;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%.2f s; of %d acknowledged writes %d overlapping, %d lost",
                seconds,
                acknowledged,
                overlapping,
                lost);
    }

    /**
     * Does it and looks.
     *
     * @param oldPort of the primary
     * @param planned whether it is an order to move, which the old primary survives for a while
     * @param afterwards once another takes writes
     */
    static Move of(Writers writers, int oldPort, boolean planned, Deed deed, Deed afterwards)
            throws IOException, SQLException {
        long begun = System.nanoTime();
        Patience.await(
                "writes to the primary",
                PATIENCE,
                LOOK,
                () -> writers.written().lastAt(oldPort, Long.MAX_VALUE).isPresent());
        LockSupport.parkNanos(BEFORE.toNanos());
        long done = System.nanoTime();
        deed.run();
        Patience.await(
                "a new primary",
                PATIENCE,
                LOOK,
                () -> writers.written().firstElsewhere(oldPort, begun).isPresent());
        afterwards.run();
        LockSupport.parkNanos(AFTER.toNanos());
        writers.close();
        WrittenNumbers written = writers.written();
        Acknowledged first = written.firstElsewhere(oldPort, begun).orElseThrow();
        long from = planned ? written.lastAt(oldPort, first.at()).orElseThrow().at() : done;
        return new Move(
                (first.at() - from) / 1e9,
                written.overlapping(first),
                written.missing(Writers.heldAt(first.port())),
                written.all().size());
    }
}
