package dev.fairlead.health.probe;

import dev.fairlead.health.HealthProperties;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The prober, which is told elsewhere what to probe. */
@Configuration(proxyBeanMethods = false)
class ProbeConfiguration {

    @Bean
    Prober prober(
            HealthProperties properties,
            RegionProperties regions,
            Evidence evidence,
            InstantSource clock,
            MeterRegistry registry) {
        return new Prober(regions.region(), properties.maxOpenProbes(), evidence, clock, registry);
    }
}
