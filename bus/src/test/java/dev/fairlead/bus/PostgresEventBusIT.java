package dev.fairlead.bus;

import dev.fairlead.bus.postgres.PostgresEventBus;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresEventBusIT extends EventBusContract {

    @TempDir
    static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.create(folder.resolve("data"), FreePorts.next(), Map.of());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.kill();
    }

    @Override
    protected EventBus open() {
        return new PostgresEventBus(server.jdbcUrl("postgres"), "postgres", "");
    }

    @Override
    protected void cut() {
        server.kill();
    }

    @Override
    protected void heal() {
        server.start();
    }
}
