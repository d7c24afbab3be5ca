package dev.fairlead.replication.sample;

import dev.fairlead.replication.ReplicationProperties;
import dev.fairlead.replication.database.DatabaseCatalog;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the fleet watch what the catalog holds. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

    @Bean(destroyMethod = "close")
    Fleet fleet(DatabaseCatalog catalog, ReplicationProperties properties, List<FleetListener> listeners) {
        return new Fleet(
                catalog::specs,
                new Credentials(properties.credentialsDirectory()),
                new MonotonicClock(),
                new FleetListeners(listeners));
    }
}
