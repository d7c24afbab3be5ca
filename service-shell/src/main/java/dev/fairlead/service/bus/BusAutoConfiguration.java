package dev.fairlead.service.bus;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.nats.NatsEventBus;
import dev.fairlead.bus.nats.NatsLogin;
import dev.fairlead.bus.nats.NatsSettings;
import dev.fairlead.bus.postgres.PostgresEventBus;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/** Opens the bus that the URL names; it starts also while nothing answers there. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(BusProperties.class)
class BusAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    EventBus eventBus(
            BusProperties bus,
            SslBundles bundles,
            @Value("${spring.application.name}") String name,
            @Value("${fairlead.region}") String region) {
        return switch (BusUrl.parse(bus.url())) {
            case BusUrl.Postgres(String url) -> new PostgresEventBus(url, bus.user(), bus.password());
            case BusUrl.Nats nats -> {
                NatsEventBus opened = new NatsEventBus(
                        new NatsSettings(name, region, nats.servers(), login(bus), tls(nats, bus, bundles)));
                if (bus.sslBundle() != null) {
                    bundles.addBundleUpdateHandler(bus.sslBundle(), renewed -> opened.renew());
                }
                yield opened;
            }
        };
    }

    private static NatsLogin login(BusProperties bus) {
        if (bus.credentialsFile() != null) {
            return new NatsLogin.Credentials(bus.credentialsFile());
        }
        return bus.user().isEmpty() ? new NatsLogin.None() : new NatsLogin.Password(bus.user(), bus.password());
    }

    private static @Nullable Supplier<SSLContext> tls(BusUrl.Nats nats, BusProperties bus, SslBundles bundles) {
        String bundle = bus.sslBundle();
        if (bundle != null) {
            if (!nats.secure()) {
                throw new IllegalArgumentException(
                        "fairlead.bus.ssl-bundle is set, but fairlead.bus.url is not tls://");
            }
            bundles.getBundle(bundle); // now, so that a wrong name stops the start
            return () -> bundles.getBundle(bundle).createSslContext();
        }
        return nats.secure() ? BusAutoConfiguration::trustOfTheJvm : null;
    }

    private static SSLContext trustOfTheJvm() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM has no default TLS context", e);
        }
    }
}
