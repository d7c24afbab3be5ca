package dev.fairlead.replication.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A writer of numbered rows that remembers when each was acknowledged, so that what a replica shows tells how stale it
 * really is.
 */
final class Truth implements AutoCloseable {

    private final InstantSource clock;
    private final List<Instant> acknowledged = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private volatile boolean closed;

    Truth(Connection primary, Duration pause, InstantSource clock) {
        this.clock = clock;
        this.writer = Thread.ofVirtual().start(() -> write(primary, pause));
    }

    private void write(Connection primary, Duration pause) {
        try (primary;
                PreparedStatement insert = primary.prepareStatement("insert into rows values (?)")) {
            while (!closed) {
                insert.setInt(1, acknowledged.size());
                insert.execute();
                acknowledged.add(clock.instant());
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (SQLException e) {
            closed = true; // the primary is gone: nothing more is acknowledged
        }
    }

    /**
     * The age, at {@code asked}, of the oldest write acknowledged by then that a replica does not show.
     *
     * @param highest row that the replica shows, read after {@code asked}: the truth can only be underestimated
     */
    Duration age(int highest, Instant asked) {
        if (highest + 1 >= acknowledged.size()) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(acknowledged.get(highest + 1), asked);
        return age.isNegative() ? Duration.ZERO : age;
    }

    int writes() {
        return acknowledged.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
