package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.gateway.dataplane.PlanTable;
import dev.fairlead.gateway.dataplane.TotalReports;
import dev.fairlead.service.client.ConditionalRead;
import dev.fairlead.service.region.ReplicaId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counts always, and corrects what DNS answers unless that is switched off. */
@Configuration(proxyBeanMethods = false)
class ArrivalConfiguration {

    @Bean
    Arrived arrived() {
        return new Arrived();
    }

    @Bean
    TotalReports<Destination> arrivalReports(Arrived arrived, ArrivalApi traffic, ReplicaId self, InstantSource clock) {
        return ArrivalReports.start(arrived, traffic, self.value(), clock, ArrivalReports.EVERY);
    }

    @Bean
    @ConditionalOnProperty(name = "fairlead.gateway.correct-dns", matchIfMissing = true)
    Corrections corrections(PlanTable plans, ArrivalApi traffic, InstantSource clock, MeterRegistry meters) {
        ConditionalRead<Listing<ObservedShare>> shares = new ConditionalRead<>(traffic::shares);
        Corrections corrections = new Corrections(
                () -> plans.plans().orElse(List.of()), () -> shares.get().items(), clock, Corrections.LOOK);
        plans.onChange(corrections::follow);
        Gauge.builder("fairlead.gateway.dns.corrected", corrections, Corrections::count)
                .description("applications that DNS answers otherwise than planned, so that requests arrive as planned")
                .register(meters);
        return corrections;
    }
}
