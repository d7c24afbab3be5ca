package dev.fairlead.replication.takeover;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** An application that writes numbers to whoever is primary, each once, and remembers who acknowledged which. */
final class SequenceWriter implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final String url;
    private final Thread thread;
    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private int next;

    /** @param port of the server that said so */
    record Acknowledged(int number, int port, Instant asked, Instant at) {}

    SequenceWriter(String url) {
        this(url, 0);
    }

    /** @param first number: where several write each has numbers of its own */
    SequenceWriter(String url, int first) {
        this.url = url;
        this.next = first;
        this.thread = Thread.ofVirtual().start(this::write);
    }

    private void write() {
        while (!closed) {
            try (Connection connection = DriverManager.getConnection(url, "app", "app");
                    PreparedStatement insert = connection.prepareStatement("insert into rows values (?)")) {
                int port = port(connection);
                while (!closed) {
                    insert.setInt(1, next++); // what is not acknowledged is not repeated: it may be there
                    Instant asked = Instant.now();
                    insert.execute();
                    acknowledged.add(new Acknowledged(next - 1, port, asked, Instant.now()));
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(PAUSE.toNanos()); // nobody is primary, or it was not acknowledged
            }
        }
    }

    private static int port(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select inet_server_port()")) {
            row.next();
            return row.getInt(1);
        }
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Numbers that a server acknowledged. */
    long by(int port) {
        return acknowledged.stream().filter(one -> one.port() == port).count();
    }

    /** Acknowledged and not there any more. */
    Set<Integer> lost(Connection primary) throws SQLException {
        Set<Integer> lost = new HashSet<>();
        acknowledged.forEach(one -> lost.add(one.number()));
        try (Statement statement = primary.createStatement();
                ResultSet rows = statement.executeQuery("select n from rows")) {
            while (rows.next()) {
                lost.remove(rows.getInt(1));
            }
        }
        return lost;
    }

    /** Acknowledged by the old primary after the new one had acknowledged its first. */
    long overlapping(int oldPort, int newPort) {
        Instant first = acknowledged.stream()
                .filter(one -> one.port() == newPort)
                .map(Acknowledged::at)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return acknowledged.stream()
                .filter(one -> one.port() == oldPort && one.asked().isAfter(first))
                .count();
    }

    /** The longest time in which nothing was acknowledged. */
    Duration gap() {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < acknowledged.size(); i++) {
            Duration gap = Duration.between(
                    acknowledged.get(i - 1).at(), acknowledged.get(i).at());
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    @Override
    public void close() {
        stop();
    }

    /** Writes no more; returns when nothing is under way. */
    void stop() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
