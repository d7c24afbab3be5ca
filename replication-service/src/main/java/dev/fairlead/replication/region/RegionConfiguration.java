package dev.fairlead.replication.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.PeerQuestion;
import dev.fairlead.service.region.RegionProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the regions be asked over HTTP. */
@Configuration(proxyBeanMethods = false)
class RegionConfiguration {

    @Bean(destroyMethod = "close")
    Regions regions(RegionProperties properties, PeerClients clients, EventBus bus) {
        return new Regions(
                properties, bus, new MonotonicClock(), (name, url) -> findings(name, clients.at(url, RegionApi.class)));
    }

    private static PeerQuestion<Told> findings(RegionName name, RegionApi api) {
        return (before, asked) -> Told.of(api.findings(name.value()));
    }
}
