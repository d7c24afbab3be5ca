package dev.fairlead.gateway.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.fairlead.contracts.traffic.Resilience.Retries;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Writes;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One virtual host for each application. They stay as they are while shares change; only the serving mode and how often a request is sent
 * again show here.
 */
final class Routes {

    static final String NAME = "fairlead";

    private static final HeaderMatcher UNSAFE = HeaderMatcher.newBuilder()
            .setName(":method")
            .setStringMatch(StringMatcher.newBuilder()
                    .setSafeRegex(RegexMatcher.newBuilder().setRegex(String.join("|", Writes.SAFE_METHODS))))
            .setInvertMatch(true)
            .build();

    private static final String NEVER_SENT = "connect-failure,refused-stream,reset-before-request";

    private Routes() {}

    static RouteConfiguration of(List<RoutingPlan> plans) {
        return RouteConfiguration.newBuilder()
                .setName(NAME)
                .addAllVirtualHosts(plans.stream().map(Routes::virtualHost).toList())
                .build();
    }

    private static VirtualHost virtualHost(RoutingPlan plan) {
        Retries retries = PlanClusters.resilience(plan).retries();
        List<Route> routes = new ArrayList<>();
        switch (Writes.of(plan)) {
            case Writes.LikeReads() ->
                routes.add(unsafe().setRoute(sendOnce(PlanClusters.reading(plan), retries))
                        .build());
            case Writes.PastReadOnly past ->
                routes.add(unsafe().setRoute(sendOnce(PlanClusters.writing(plan), retries))
                        .build());
            case Writes.ToPrimary primary ->
                routes.add(unsafe().setRoute(sendOnce(PlanClusters.writing(plan), retries))
                        .build());
            case Writes.Refused() -> routes.add(readOnly());
        }
        routes.add(Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(sendAgain(PlanClusters.reading(plan), retries))
                .build());
        return VirtualHost.newBuilder()
                .setName(plan.application().value())
                .addDomains(plan.host().toLowerCase(Locale.ROOT))
                .addAllRoutes(routes)
                .build();
    }

    private static Route.Builder unsafe() {
        return Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/").addHeaders(UNSAFE));
    }

    private static Route readOnly() {
        return unsafe().setDirectResponse(DirectResponseAction.newBuilder()
                        .setStatus(503)
                        .setBody(DataSource.newBuilder()
                                .setInlineString("read-only for the moment: try again in a few seconds\n")))
                .addResponseHeadersToAdd(header("Retry-After", Integer.toString(Writes.RETRY_AFTER_SECONDS)))
                .addResponseHeadersToAdd(header(Writes.REASON_HEADER, "READ_ONLY"))
                .build();
    }

    private static HeaderValueOption.Builder header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value));
    }

    /** A request that may change something is sent again only where it was surely not received. */
    private static RouteAction sendOnce(String cluster, Retries retries) {
        return send(cluster, NEVER_SENT, retries);
    }

    private static RouteAction sendAgain(String cluster, Retries retries) {
        return send(cluster, NEVER_SENT + ",reset,gateway-error", retries);
    }

    private static RouteAction send(String cluster, String on, Retries retries) {
        RouteAction.Builder action = RouteAction.newBuilder().setCluster(cluster);
        return retries.attempts() == 0
                ? action.build()
                : action.setRetryPolicy(retry(on, retries.attempts())).build();
    }

    /** At once to another endpoint, and to the next priority where this one failed. */
    private static RetryPolicy retry(String on, int attempts) {
        return RetryPolicy.newBuilder()
                .setRetryOn(on)
                .setNumRetries(UInt32Value.of(attempts))
                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(packed(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(attempts + 1)
                .setRetryPriority(RetryPolicy.RetryPriority.newBuilder()
                        .setName("envoy.retry_priorities.previous_priorities")
                        .setTypedConfig(packed(PreviousPrioritiesConfig.newBuilder()
                                .setUpdateFrequency(1)
                                .build())))
                .build();
    }

    static Any packed(Message message) {
        return Any.pack(message);
    }
}
