package dev.fairlead.replication.lease;

import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes this service keep the leases of what stands beside it. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

    @Bean
    StoredLeases writeLeases(JdbcClient jdbc, DatabaseCatalog catalog) {
        return new StoredLeases(jdbc, catalog::specs);
    }

    @Bean
    LeaseCountdown leaseCountdown() {
        return new LeaseCountdown(new MonotonicClock());
    }

    @Bean(destroyMethod = "close")
    LeaseKeepers leaseKeepers(
            LocalProperties properties,
            LocalServers servers,
            DatabaseCatalog catalog,
            Fleet fleet,
            StoredLeases leases,
            MeterRegistry meters) {
        return new LeaseKeepers(
                properties, servers, catalog::specs, fleet::findings, leases, new MonotonicClock(), meters);
    }
}
