package dev.fairlead.service.region;

import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.tls.ServiceTls;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients for the same service in other regions, and for other replicas of it in this one: how many there are is
 * configuration, so no group can be declared. They read answers leniently and carry the service token, as those of the groups
 * do; where certificates say who calls, the token stays in its region.
 */
public final class PeerClients {

    private final RestClient.Builder regions;
    private final RestClient.Builder replicas;

    PeerClients(
            RestClient.Builder builder, ServiceToken token, @Nullable ServiceTls tls, JsonMapper json, String name) {
        JsonMapper lenient = LenientJson.of(json);
        RestClient.Builder both = builder.defaultHeader(Actor.HEADER, name)
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(lenient)));
        this.replicas = both.clone().defaultHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        if (tls == null) {
            this.regions = replicas;
        } else {
            this.regions = both;
            replicas.requestFactory(tls.clientsOfReplicas());
        }
    }

    /**
     * A client for another region.
     *
     * @param api an interface of HTTP exchanges
     */
    public <T> T at(URI base, Class<T> api) {
        return client(regions, base, api);
    }

    /**
     * A client for another replica, which is called by an address that no certificate names.
     *
     * @param api an interface of HTTP exchanges
     */
    public <T> T ofReplica(URI base, Class<T> api) {
        return client(replicas, base, api);
    }

    private static <T> T client(RestClient.Builder builder, URI base, Class<T> api) {
        RestClient client = builder.clone().baseUrl(base).build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(api);
    }
}
