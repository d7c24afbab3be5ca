package dev.fairlead.replication.lease;

import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.PackagedServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** A client that writes one numbered row after the other as long as it can, and remembers the last that was acknowledged. */
final class NumberedWriter implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;

    private final LocalProperties.Server server;
    private final InstantSource clock;
    private final Thread thread;
    private volatile Instant last = Instant.MIN;
    private volatile int acknowledged;
    private volatile boolean closed;

    NumberedWriter(LocalProperties.Server server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        this.thread = Thread.ofVirtual().start(this::write);
    }

    /** A client reconnects: a server that is there again, wrongly, is found. */
    private void write() {
        while (!closed) {
            try (Connection connection = PackagedServers.connect(server);
                    PreparedStatement insert = connection.prepareStatement("insert into rows values (?)")) {
                while (!closed) {
                    int next = acknowledged + 1;
                    insert.setInt(1, next);
                    insert.execute();
                    last = clock.instant();
                    acknowledged = next;
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(PAUSE_NANOS * 10);
            }
        }
    }

    int acknowledged() {
        return acknowledged;
    }

    /** When the last one was. */
    Instant last() {
        return last;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
