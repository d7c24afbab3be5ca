package dev.fairlead.service.bus;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.nats.NatsEventBus;
import dev.fairlead.testing.TestAuthority;
import dev.fairlead.testing.servers.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The configuration of a service on a NATS bus, with certificates in files that are exchanged under it. */
class NatsBusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, BusAutoConfiguration.class))
            .withPropertyValues("spring.application.name=traffic-service", "fairlead.region=us-east");

    @Test
    void connectsAnewByTheNewCertificatesWhenTheBundleIsReloaded(@TempDir Path folder) throws IOException {
        TestAuthority old = authority(folder.resolve("old"));
        TestAuthority renewed = authority(folder.resolve("renewed"));
        Path own = Files.createDirectory(folder.resolve("own"));
        install(old, own);
        try (NatsServer server = NatsServer.create(configuration(old))) {
            server.start();
            service.withPropertyValues(
                            "fairlead.bus.url=" + server.secureUrl(),
                            "fairlead.bus.user=traffic",
                            "fairlead.bus.password=secret",
                            "fairlead.bus.ssl-bundle=bus",
                            "spring.ssl.bundle.watch.file.quiet-period=100ms",
                            "spring.ssl.bundle.pem.bus.reload-on-update=true",
                            "spring.ssl.bundle.pem.bus.keystore.certificate=" + own.resolve("tls.crt"),
                            "spring.ssl.bundle.pem.bus.keystore.private-key=" + own.resolve("tls.key"),
                            "spring.ssl.bundle.pem.bus.truststore.certificate=" + own.resolve("ca.crt"))
                    .run(context -> {
                        AtomicInteger connections = new AtomicInteger();
                        context.getBean(EventBus.class).subscribe("PLANS", new EventBus.Listener() {
                            @Override
                            public void onEvent(Event event) {}

                            @Override
                            public void onConnected() {
                                connections.incrementAndGet();
                            }
                        });
                        eventually(PATIENCE, () -> assertThat(connections).hasPositiveValue());

                        server.stop();
                        server.configure(configuration(renewed));
                        server.start();
                        int before = connections.get();
                        install(renewed, own);

                        eventually(PATIENCE, () -> assertThat(connections).hasValueGreaterThan(before));
                    });
        }
    }

    @Test
    void startsWhileNoServerAnswers() {
        service.withPropertyValues("fairlead.bus.url=nats://127.0.0.1:1").run(context -> {
            assertThat(context).hasSingleBean(NatsEventBus.class);
            assertThat(context.getBean(EventBus.class).connected()).isFalse();
        });
    }

    @Test
    void refusesABundleForConnectionsThatAreNotEncrypted() {
        service.withPropertyValues("fairlead.bus.url=nats://127.0.0.1:1", "fairlead.bus.ssl-bundle=bus")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("not tls://"));
    }

    @Test
    void refusesABundleThatDoesNotExist() {
        service.withPropertyValues("fairlead.bus.url=tls://127.0.0.1:1", "fairlead.bus.ssl-bundle=missing")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("missing"));
    }

    private static TestAuthority authority(Path directory) throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(directory));
        authority.issue("server", "ip:127.0.0.1");
        authority.issue("traffic", "dns:traffic");
        return authority;
    }

    private static void install(TestAuthority authority, Path directory) throws IOException {
        Files.copy(authority.certificate("traffic"), directory.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(authority.key("traffic"), directory.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(authority.certificate(), directory.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String configuration(TestAuthority authority) {
        return """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify: true, timeout: 2 }
                authorization { users: [ { user: traffic, password: secret } ] }
                """.formatted(authority.certificate("server"), authority.key("server"), authority.certificate());
    }
}
