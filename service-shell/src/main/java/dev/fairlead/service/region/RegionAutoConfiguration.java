package dev.fairlead.service.region;

import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.tls.ServiceTls;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Tells a service its region and gives it clients for the others. */
@AutoConfiguration
@EnableConfigurationProperties(RegionProperties.class)
class RegionAutoConfiguration {

    @Bean
    PeerClients peerClients(
            RestClient.Builder builder,
            ServiceToken token,
            ObjectProvider<ServiceTls> tls,
            JsonMapper json,
            @Value("${spring.application.name}") String name) {
        return new PeerClients(builder, tls.getIfAvailable() == null ? token : null, json, name);
    }
}
