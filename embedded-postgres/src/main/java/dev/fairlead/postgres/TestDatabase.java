package dev.fairlead.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fresh database with one role and its schema, as a service finds them, on a server that all tests of the JVM share.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger count = new AtomicInteger();
    private static @Nullable PostgresServer shared;

    private final PostgresServer server;
    private final String name;
    private final String role;

    private TestDatabase(PostgresServer server, String name, String role) {
        this.server = server;
        this.name = name;
        this.role = role;
    }

    /** A database whose role and schema are called {@code role}. */
    public static TestDatabase create(String role) {
        PostgresServer server = shared();
        String name = role + "_" + count.incrementAndGet();
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database \"%s\"".formatted(name));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
        TestDatabase database = new TestDatabase(server, name, role);
        Roles.create(server, name, role, database.password());
        return database;
    }

    private static synchronized PostgresServer shared() {
        PostgresServer running = shared;
        if (running != null) {
            return running;
        }
        try {
            Path folder = Files.createTempDirectory("fairlead-test-database");
            PostgresServer server =
                    PostgresServer.create(folder.resolve("data"), FreePorts.next(), Map.of("fsync", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.delete();
                folder.toFile().delete();
            }));
            server.start();
            shared = server;
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return server.jdbcUrl(name);
    }

    public String user() {
        return role;
    }

    public String password() {
        return "secret-of-" + role;
    }

    /** Does something while nobody is connected to the database or gets in; others on the server are not touched. */
    public void whileAway(Runnable meanwhile) {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter database \"%s\" with allow_connections false".formatted(name));
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'".formatted(name));
            try {
                meanwhile.run();
            } finally {
                statement.execute("alter database \"%s\" with allow_connections true".formatted(name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot keep everybody out of database " + name, e);
        }
    }

    /** The server, for tests that need to look from outside. */
    public PostgresServer server() {
        return server;
    }

    @Override
    public void close() {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"%s\" with (force)".formatted(name));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop database " + name, e);
        }
    }
}
