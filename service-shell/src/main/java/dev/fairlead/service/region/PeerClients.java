package dev.fairlead.service.region;

import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.json.LenientJson;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients for the same service in other regions: how many there are is configuration, so no group can be declared. They read
 * answers leniently and carry the service token, as those of the groups do; where certificates say who calls, the token stays
 * in its region.
 */
public final class PeerClients {

    private final RestClient.Builder builder;

    PeerClients(RestClient.Builder builder, @Nullable ServiceToken token, JsonMapper json, String name) {
        JsonMapper lenient = LenientJson.of(json);
        this.builder = builder.defaultHeader(Actor.HEADER, name)
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(lenient)));
        if (token != null) {
            builder.defaultHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        }
    }

    /** @param api an interface of HTTP exchanges */
    public <T> T at(URI base, Class<T> api) {
        RestClient client = builder.clone().baseUrl(base).build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(api);
    }
}
