package dev.fairlead.gateway.demand;

import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.gateway.dataplane.PlanTable;
import dev.fairlead.service.region.ReplicaId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has every data plane's counters looked at for demand. */
@Configuration(proxyBeanMethods = false)
class DemandConfiguration {

    @Bean
    PlaceDemand placeDemand(DemandApi traffic, PlanTable plans, ReplicaId self) {
        return new PlaceDemand(traffic, plans::plan, self.value());
    }
}
