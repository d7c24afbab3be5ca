package dev.fairlead.benchmarks.lag;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A writer of numbered rows that remembers when each was acknowledged, so that what a standby shows tells how stale it is. */
final class NumberedWrites implements AutoCloseable {

    static final String TABLE = "create table numbered (n int primary key, filling text not null)";

    private static final Duration BETWEEN = Duration.ofMillis(5);

    private final Connection primary;
    private final InstantSource clock;
    private final List<Instant> acknowledged = new ArrayList<>();
    private final Thread writer;
    private boolean going;
    private boolean closed;
    private @Nullable SQLException failure;

    NumberedWrites(Connection primary, InstantSource clock) {
        this.primary = primary;
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("writer").start(this::run);
    }

    private void run() {
        try (PreparedStatement insert =
                primary.prepareStatement("insert into numbered values (?, repeat('x', 2000))")) {
            while (write(insert)) {
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        } catch (SQLException e) {
            fail(e);
        }
    }

    /** Whether there may be more to write. */
    private synchronized boolean write(PreparedStatement insert) throws SQLException {
        if (going && !closed) {
            insert.setInt(1, acknowledged.size());
            insert.execute();
            acknowledged.add(clock.instant());
        }
        return !closed;
    }

    private synchronized void fail(SQLException e) {
        failure = e;
    }

    /** From now on there are writes, or none: when it returns, none is under way. */
    synchronized void go(boolean on) {
        going = on;
    }

    /**
     * How old, at {@code asked}, the oldest write is that was acknowledged by then and that a standby does not show.
     *
     * @param highest row that it shows, read after {@code asked}: the truth can only be underestimated
     */
    synchronized Duration age(int highest, Instant asked) {
        SQLException e = failure;
        if (e != null) {
            throw new IllegalStateException("the writer failed: " + e.getMessage(), e);
        }
        if (highest + 1 >= acknowledged.size()) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(acknowledged.get(highest + 1), asked);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** The highest row that a reader sees; −1: none. */
    static int highest(Connection reader) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement("select coalesce(max(n), -1) from numbered");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            closed = true;
        }
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        primary.close();
    }
}
