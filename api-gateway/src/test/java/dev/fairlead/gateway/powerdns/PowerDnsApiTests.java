package dev.fairlead.gateway.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerDnsApiTests {

    @Test
    void waitsForAServerThatAnswersAfterTenSeconds(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "key");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (!new CountDownLatch(1).await(10, TimeUnit.SECONDS)) {
                    byte[] zones =
                            "[{\"name\": \"apps.test.\", \"kind\": \"Native\"}]".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, zones.length);
                    exchange.getResponseBody().write(zones);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        PowerDnsSettings settings = new PowerDnsSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                key,
                null,
                new EndpointAddress("127.0.0.1", 53),
                null);
        try (PowerDnsApi api = new PowerDnsApi(settings)) {
            assertThat(api.zones()).containsExactly("apps.test.");
        } finally {
            server.stop(0);
        }
    }
}
