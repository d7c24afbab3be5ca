package dev.fairlead.bus.nats;

import static dev.fairlead.bus.nats.Buses.PATIENCE;
import static dev.fairlead.bus.nats.Buses.listen;
import static dev.fairlead.bus.nats.Buses.reaches;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Recorder;
import dev.fairlead.testing.TestAuthority;
import dev.fairlead.testing.servers.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsTlsIT {

    @TempDir
    static Path folder;

    private static TestAuthority old;
    private static TestAuthority renewed;

    private final Buses buses = new Buses();

    @BeforeAll
    static void certify() throws IOException {
        old = TestAuthority.in(Files.createDirectory(folder.resolve("old")));
        renewed = TestAuthority.in(Files.createDirectory(folder.resolve("renewed")));
        for (TestAuthority authority : List.of(old, renewed)) {
            authority.issue("server", "ip:127.0.0.1");
            authority.issue("traffic", "dns:traffic");
        }
        old.issue("stranger", "dns:nats.elsewhere.example");
    }

    @AfterEach
    void close() {
        buses.close();
    }

    private static String tls(TestAuthority authority, String name) {
        return """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify: true, timeout: 2 }
                """.formatted(authority.certificate(name), authority.key(name), authority.certificate());
    }

    private NatsEventBus open(NatsServer server, Supplier<SSLContext> context) {
        return buses.open(new NatsSettings(
                "traffic-service", "us-east", List.of(server.secureUrl()), new NatsLogin.None(), context));
    }

    @Test
    void takesTheContextOfTheMomentForEachConnection() {
        try (NatsServer server = NatsServer.create(tls(old, "server"))) {
            server.start();
            AtomicInteger asked = new AtomicInteger();
            NatsEventBus bus = open(
                    server, () -> asked.incrementAndGet() == 1 ? old.context("traffic") : renewed.context("traffic"));
            Recorder heard = listen(bus, "PLANS");
            reaches(bus, "PLANS", heard);

            server.stop();
            server.configure(tls(renewed, "server"));
            server.start();

            reaches(bus, "PLANS", heard);
            assertThat(asked).hasValueGreaterThan(1);
        }
    }

    @Test
    void connectsAnewWhenItsCertificateIsRenewedAndWakesItsSubscribers() {
        try (NatsServer server = NatsServer.create(tls(old, "server"))) {
            server.start();
            AtomicInteger asked = new AtomicInteger();
            NatsEventBus bus = open(server, () -> {
                asked.incrementAndGet();
                return old.context("traffic");
            });
            Recorder heard = listen(bus, "PLANS");
            int before = heard.connected.get();

            bus.renew();

            eventually(PATIENCE, () -> assertThat(asked).hasValue(2));
            eventually(PATIENCE, () -> assertThat(heard.connected).hasValueGreaterThan(before));
            reaches(bus, "PLANS", heard);
        }
    }

    @Test
    void keepsItsConnectionWhenTheRenewedCertificateIsNotTaken() {
        try (NatsServer server = NatsServer.create(tls(old, "server"))) {
            server.start();
            AtomicInteger asked = new AtomicInteger();
            NatsEventBus bus = open(
                    server, () -> asked.incrementAndGet() == 1 ? old.context("traffic") : renewed.context("traffic"));
            Recorder heard = listen(bus, "PLANS");

            bus.renew();

            eventually(PATIENCE, () -> assertThat(asked).hasValue(2));
            reaches(bus, "PLANS", heard);
            assertThat(bus.connected()).isTrue();
        }
    }

    @Test
    void refusesAServerWhoseCertificateIsForAnotherHost() {
        try (NatsServer server = NatsServer.create(tls(old, "stranger"))) {
            server.start();
            AtomicInteger asked = new AtomicInteger();
            NatsEventBus bus = open(server, () -> {
                asked.incrementAndGet();
                return old.context("traffic");
            });

            eventually(PATIENCE, () -> assertThat(asked).hasValueGreaterThan(3));
            assertThat(bus.connected()).isFalse();
        }
    }
}
