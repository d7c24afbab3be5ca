package dev.fairlead.gateway.operators;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;

import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.problem.ProblemWriter;
import dev.fairlead.service.tls.ServiceTls;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Joins the check of who calls, the routes and the client behind them. */
@Configuration(proxyBeanMethods = false)
class OperatorsConfiguration {

    @Bean
    OperatorTokens operatorTokens(OperatorProperties properties, InstantSource clock) {
        Map<String, String> given = properties.operatorTokenHashes();
        if (!given.isEmpty()) {
            return new OperatorTokens(given);
        }
        if (properties.stateDirectory() == null) {
            throw new IllegalStateException(
                    "nobody could get in: give fairlead.gateway.state-directory, where the first "
                            + "operator's token is left, or fairlead.gateway.operator-token-hashes");
        }
        return new OperatorTokens(new OperatorTokenFile(properties.stateDirectory()).readOrCreate(clock.instant()));
    }

    @Bean
    FilterRegistrationBean<OperatorFilter> operatorFilter(
            OperatorTokens tokens, ObjectProvider<ServiceTls> tls, ProblemWriter problems) {
        ServiceTls between = tls.getIfAvailable();
        OtherRegions regions = new OtherRegions(between == null ? null : between.identity());
        var filter = new FilterRegistrationBean<>(new OperatorFilter(tokens, regions, problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return filter;
    }

    @Bean
    Passage passage(ObjectProvider<ServiceTls> tls) {
        ServiceTls between = tls.getIfAvailable();
        return between == null ? new Passage() : new Passage(between::context);
    }

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(Environment environment, ServiceToken token) {
        return Arrays.stream(Upstream.values())
                .map(upstream -> route(upstream.group())
                        .route(request -> upstream.exposes(request.method(), request.path()), http())
                        .filter(new UpstreamAway(upstream))
                        .before(uri(address(environment, upstream)))
                        .before(request -> fromGateway(request, token))
                        .build())
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    /** Where a service is, as the typed clients know it too. */
    static String address(Environment environment, Upstream upstream) {
        return environment.getRequiredProperty("spring.http.serviceclient.%s.base-url".formatted(upstream.group()));
    }

    /** The operator's token stays here; the service sees the gateway's own and the operator's name, and that no run asks. */
    private static ServerRequest fromGateway(ServerRequest request, ServiceToken token) {
        return ServerRequest.from(request)
                .headers(headers -> {
                    headers.set(HttpHeaders.AUTHORIZATION, token.authorization());
                    headers.set(Actor.HEADER, request.principal().orElseThrow().getName());
                    headers.remove(RunHeaders.RUN);
                    headers.remove(RunHeaders.EPOCH);
                })
                .build();
    }
}
