package dev.fairlead.health.vantage;

import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Clients for the health-services of other regions: how many there are is configuration, so no group can be declared. */
@Component
class PeerClients {

    private final RestClient.Builder builder;

    PeerClients(
            RestClient.Builder builder,
            ServiceToken token,
            JsonMapper json,
            @Value("${spring.application.name}") String name) {
        JsonMapper lenient = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        this.builder = builder.defaultHeader(HttpHeaders.AUTHORIZATION, token.authorization())
                .defaultHeader(Actor.HEADER, name)
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(lenient)));
    }

    HealthApi at(URI base) {
        RestClient client = builder.clone().baseUrl(base).build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(HealthApi.class);
    }
}
