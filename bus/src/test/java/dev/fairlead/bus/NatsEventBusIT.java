package dev.fairlead.bus;

import dev.fairlead.bus.nats.NatsEventBus;
import dev.fairlead.bus.nats.NatsLogin;
import dev.fairlead.bus.nats.NatsSettings;
import dev.fairlead.testing.servers.NatsServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsEventBusIT extends EventBusContract {

    private static NatsServer server;

    @BeforeAll
    static void start() {
        server = NatsServer.create();
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected EventBus open() {
        return new NatsEventBus(
                new NatsSettings("contract", "us-east", List.of(server.url()), new NatsLogin.None(), null));
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
