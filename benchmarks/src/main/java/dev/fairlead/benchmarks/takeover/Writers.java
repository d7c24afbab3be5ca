package dev.fairlead.benchmarks.takeover;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries to write to every server of a database at once, each number one time, so that two that take writes are seen and a
 * driver's way to find the primary costs nothing. What is not acknowledged is not repeated: it may be there.
 */
final class Writers implements AutoCloseable {

    static final List<String> PREPARE = List.of(
            "create role app login password 'app'",
            "create table numbers (n int primary key)",
            "grant insert, select on numbers to app");

    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final String ONLY_READS = "25006";

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next;
    private final List<Thread> threads;
    private volatile boolean closed;

    private Writers(List<Integer> ports, int first) {
        next = new AtomicInteger(first);
        threads = ports.stream()
                .map(port -> Thread.ofPlatform().daemon().name("writer-" + port).unstarted(() -> run(port)))
                .toList();
    }

    /** @param first number that is written; no database gets one a second time */
    static Writers start(List<Integer> ports, int first) {
        Writers writers = new Writers(ports, first);
        writers.threads.forEach(Thread::start);
        return writers;
    }

    private void run(int port) {
        while (!closed) {
            try (Connection connection = connect(port);
                    PreparedStatement insert = connection.prepareStatement("insert into numbers values (?)")) {
                while (!closed) {
                    write(port, insert);
                    pause();
                }
            } catch (SQLException e) {
                pause(); // it is away, or did not answer in time
            }
        }
    }

    private void write(int port, PreparedStatement insert) throws SQLException {
        int number = next.getAndIncrement();
        insert.setInt(1, number);
        try {
            insert.execute();
            acknowledged.add(new Acknowledged(port, number, System.nanoTime()));
        } catch (SQLException e) {
            if (!ONLY_READS.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?connectTimeout=1&socketTimeout=2".formatted(port),
                "app",
                "app");
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }

    /** So far. */
    WrittenNumbers written() {
        return new WrittenNumbers(List.copyOf(acknowledged));
    }

    /** What a server holds. */
    static Set<Integer> heldAt(int port) throws SQLException {
        Set<Integer> held = new HashSet<>();
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select n from numbers")) {
            while (row.next()) {
                held.add(row.getInt(1));
            }
        }
        return held;
    }

    /** Returns when nothing is under way. */
    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join(ENDING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
