package dev.fairlead.health.probe;

import dev.fairlead.health.HealthProperties;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The prober, which is told elsewhere what to probe. */
@Configuration(proxyBeanMethods = false)
class ProbeConfiguration {

    /** Trusts the authorities of the configured bundle, as it is at each moment, or those of the JVM. */
    @Bean
    ProbeTls probeTls(HealthProperties properties, SslBundles bundles) throws NoSuchAlgorithmException {
        String bundle = properties.tlsBundle();
        if (bundle == null) {
            SSLContext ofTheJvm = SSLContext.getDefault();
            return new ProbeTls(() -> ofTheJvm);
        }
        AtomicReference<SSLContext> latest =
                new AtomicReference<>(bundles.getBundle(bundle).createSslContext());
        bundles.addBundleUpdateHandler(bundle, renewed -> latest.set(renewed.createSslContext()));
        return new ProbeTls(latest::get);
    }

    @Bean
    Prober prober(
            HealthProperties properties,
            RegionProperties regions,
            Evidence evidence,
            ProbeTls tls,
            InstantSource clock,
            MeterRegistry registry) {
        Stagger stagger = Stagger.of(regions.region(), regions.peers().keySet());
        return new Prober(stagger, properties.maxOpenProbes(), evidence, tls, clock, registry);
    }
}
