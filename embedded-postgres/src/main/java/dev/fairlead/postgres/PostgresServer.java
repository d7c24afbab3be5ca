package dev.fairlead.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server on the loopback address with its own data directory. The superuser is {@code postgres}, trusted
 * on loopback; other roles need their passwords.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration KILL = Duration.ofSeconds(10);

    private final Path programs;
    private final Path data;
    private final int port;
    private @Nullable Process process;

    private PostgresServer(Path programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /**
     * Makes a new data directory; the server is not started.
     *
     * @param settings PostgreSQL settings beside those that a server on one machine needs
     */
    public static PostgresServer create(Path data, int port, Map<String, String> settings) {
        return create(packaged(), data, port, settings);
    }

    /**
     * The same by another PostgreSQL than the packaged one.
     *
     * @param programs the folder that holds its {@code initdb} and {@code postgres}
     */
    public static PostgresServer create(Path programs, Path data, int port, Map<String, String> settings) {
        Commands.run(
                programs.resolve("initdb"),
                "--pgdata=" + data,
                "--username=postgres",
                "--auth-host=trust",
                "--auth-local=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync");
        PostgresServer server = new PostgresServer(programs, data, port);
        server.configure(settings);
        return server;
    }

    /** The server of a data directory that was made before. */
    public static PostgresServer existing(Path data, int port) {
        return existing(packaged(), data, port);
    }

    /** The same by another PostgreSQL than the packaged one. */
    public static PostgresServer existing(Path programs, Path data, int port) {
        return new PostgresServer(programs, data, port);
    }

    private void configure(Map<String, String> settings) {
        StringBuilder text = new StringBuilder("""

                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                dynamic_shared_memory_type = mmap
                shared_buffers = 32MB
                max_connections = 60
                max_wal_size = 128MB
                synchronous_commit = on
                password_encryption = scram-sha-256
                log_timezone = UTC
                timezone = UTC
                """);
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        try {
            Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all         postgres 127.0.0.1/32 trust
                    host replication postgres 127.0.0.1/32 trust
                    host all         all      127.0.0.1/32 scram-sha-256
                    host replication all      127.0.0.1/32 scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure " + data + ": " + e.getMessage(), e);
        }
    }

    /** Starts the server and waits until it answers. Its log stands in {@code <data>.log}. */
    public void start() {
        if (running()) {
            return;
        }
        Path log = log();
        try {
            process = Commands.builder(
                            programs.resolve("postgres"), List.of("-D", data.toString(), "-p", Integer.toString(port)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + data + ": " + e.getMessage(), e);
        }
        awaitAnswer(log);
    }

    private void awaitAnswer(Path log) {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!running()) {
                throw new IllegalStateException("PostgreSQL did not start: " + lastLine(log));
            }
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
            }
            if (Thread.currentThread().isInterrupted()) {
                kill();
                throw new IllegalStateException("interrupted while PostgreSQL started");
            }
        }
        kill();
        throw new IllegalStateException(
                "PostgreSQL did not answer within %d s: %s".formatted(START.toSeconds(), lastLine(log)));
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it logged nothing" : lines.getLast();
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    /** Stops in order: open transactions are rolled back, everything is written. */
    public void stop() {
        ProcessHandle running = handle();
        if (running == null) {
            return;
        }
        Commands.signal("INT", running.pid());
        if (!ended(STOP)) {
            kill();
        }
    }

    /** Ends every process of the server at once, as a power cut of its machine would. */
    public void kill() {
        ProcessHandle running = handle();
        if (running == null) {
            return;
        }
        List<ProcessHandle> all = running.descendants().toList();
        running.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        ended(KILL);
        all.forEach(child -> child.onExit().join());
    }

    private boolean ended(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (running() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return !running();
    }

    public boolean running() {
        return handle() != null;
    }

    /** The postmaster while it runs, also one that a program of PostgreSQL started behind this object's back. */
    public @Nullable ProcessHandle handle() {
        Process own = process;
        return own != null && own.isAlive()
                ? own.toHandle()
                : Postmaster.of(data).orElse(null);
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=3&loginTimeout=3".formatted(port, database);
    }

    /** Connects as the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), "postgres", "");
    }

    /**
     * Copies this running server into a new data directory, set up as its streaming replica with a replication slot; the
     * replica is not started.
     *
     * @param name {@code application_name} of the replica; its slot is called the same, with underscores
     */
    public PostgresServer cloneTo(Path target, int targetPort, String name) {
        new BaseCopy(this).to(target, name);
        return new PostgresServer(programs, target, targetPort);
    }

    /** Kills the server if it runs and removes all that it wrote. */
    public void delete() {
        kill();
        try {
            Binaries.delete(data);
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The folder of the packaged programs: {@code initdb}, {@code pg_ctl} and {@code postgres}, and no others. */
    public static Path packaged() {
        return Binaries.unpacked().resolve("bin");
    }
}
