package dev.fairlead.replication.sample;

import dev.fairlead.replication.ReplicationProperties;
import dev.fairlead.replication.database.DatabaseCatalog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the fleet watch what the catalog holds. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

    @Bean(destroyMethod = "close")
    Fleet fleet(DatabaseCatalog catalog, ReplicationProperties properties, FleetListener listener) {
        return new Fleet(
                catalog::specs, new Credentials(properties.credentialsDirectory()), new MonotonicClock(), listener);
    }
}
