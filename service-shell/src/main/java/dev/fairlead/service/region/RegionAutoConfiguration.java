package dev.fairlead.service.region;

import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.tls.ServiceTls;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Tells a service its region and gives it clients for the others, and for its own replicas. */
@AutoConfiguration
@EnableConfigurationProperties({RegionProperties.class, ReplicaProperties.class})
@Import(ReplicaController.class)
class RegionAutoConfiguration {

    @Bean
    PeerClients peerClients(
            RestClient.Builder builder,
            ServiceToken token,
            ObjectProvider<ServiceTls> tls,
            JsonMapper json,
            @Value("${spring.application.name}") String name) {
        return new PeerClients(builder, token, tls.getIfAvailable(), json, name);
    }

    @Bean
    ReplicaId replicaId() {
        return ReplicaId.random();
    }

    @Bean
    Replicas replicas(ReplicaId self, ReplicaProperties properties, PeerClients clients, InstantSource clock) {
        return new Replicas(self, properties.replicas(), url -> clients.ofReplica(url, ReplicaApi.class), clock);
    }
}
