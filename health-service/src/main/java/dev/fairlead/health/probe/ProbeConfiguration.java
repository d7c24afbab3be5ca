package dev.fairlead.health.probe;

import dev.fairlead.health.HealthProperties;
import dev.fairlead.health.target.Targets;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the prober to work on the targets. */
@Configuration(proxyBeanMethods = false)
class ProbeConfiguration {

    @Bean
    Prober prober(
            HealthProperties properties,
            RegionProperties regions,
            Evidence evidence,
            Targets targets,
            InstantSource clock,
            MeterRegistry registry) {
        Prober prober = new Prober(regions.region(), properties.maxOpenProbes(), evidence, clock, registry);
        targets.follow(prober::probe);
        return prober;
    }
}
