package dev.fairlead.gateway.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.choice.Writes;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An application as Envoy clusters: one with a locality for each data center, weighted by its share, and one for requests that write
 * with the primary's data center alone, or with those that are not read-only. A failover changes only the endpoints, which is what Envoy takes
 * over fastest. Data centers that serve without a share wait at the next priority, for the moment until the next plan.
 */
final class PlanClusters {

    static final ConfigSource FROM_XDS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private static final Duration CONNECT_TIMEOUT = Durations.fromMillis(500);

    /** Requests that may be sent again at once however few are under way. */
    private static final int RETRIES_BEYOND_BUDGET = 10;

    private final RoutingPlan plan;
    private final AudienceShares audience;
    private final Map<DataCenterName, Standing> standings;

    PlanClusters(RoutingPlan plan, Clientele place) {
        this.plan = plan;
        this.audience = place.audience(plan.audiences());
        this.standings = plan.standings().stream().collect(Collectors.toMap(Standing::dataCenter, Function.identity()));
    }

    static String reading(RoutingPlan plan) {
        return plan.application().value();
    }

    static String writing(RoutingPlan plan) {
        return plan.application() + "/write";
    }

    /** Whose cluster it is, for reading or for writing. */
    static ApplicationName application(String cluster) {
        int slash = cluster.indexOf('/');
        return ApplicationName.of(slash < 0 ? cluster : cluster.substring(0, slash));
    }

    List<Cluster> clusters() {
        List<Cluster> clusters = new ArrayList<>();
        clusters.add(cluster(reading(plan)));
        writingLocalities().ifPresent(localities -> clusters.add(cluster(writing(plan))));
        return clusters;
    }

    static Resilience resilience(RoutingPlan plan) {
        return Objects.requireNonNullElseGet(plan.resilience(), Resilience::defaults);
    }

    /** Panic is off: rather no answer here than one from an endpoint that is known to be bad. */
    private Cluster cluster(String name) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(FROM_XDS))
                .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.getDefaultInstance())
                        .setLocalityWeightedLbConfig(
                                Cluster.CommonLbConfig.LocalityWeightedLbConfig.getDefaultInstance()))
                .setOutlierDetection(outliers(resilience(plan).ejection()))
                .setCircuitBreakers(budget(resilience(plan).retries()))
                .build();
    }

    /** What these Envoys find by themselves before a plan arrives. */
    private static OutlierDetection outliers(Resilience.Ejection ejection) {
        Duration out = Durations.fromMillis(ejection.forMs());
        return OutlierDetection.newBuilder()
                .setConsecutive5Xx(UInt32Value.of(Math.max(1, ejection.serverErrors())))
                .setEnforcingConsecutive5Xx(enforced(ejection.serverErrors()))
                .setConsecutiveGatewayFailure(UInt32Value.of(Math.max(1, ejection.gatewayFailures())))
                .setEnforcingConsecutiveGatewayFailure(enforced(ejection.gatewayFailures()))
                .setEnforcingSuccessRate(enforced(ejection.serverErrors() + ejection.gatewayFailures()))
                .setInterval(Durations.fromSeconds(1))
                .setBaseEjectionTime(out)
                .setMaxEjectionTime(out)
                .setMaxEjectionPercent(UInt32Value.of(ejection.mostPercent()))
                .build();
    }

    private static UInt32Value enforced(int failures) {
        return UInt32Value.of(failures == 0 ? 0 : 100);
    }

    private static CircuitBreakers budget(Resilience.Retries retries) {
        return CircuitBreakers.newBuilder()
                .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setRetryBudget(CircuitBreakers.Thresholds.RetryBudget.newBuilder()
                                .setBudgetPercent(Percent.newBuilder().setValue(retries.budgetPercent()))
                                .setMinRetryConcurrency(UInt32Value.of(RETRIES_BEYOND_BUDGET))))
                .build();
    }

    List<ClusterLoadAssignment> assignments() {
        List<ClusterLoadAssignment> assignments = new ArrayList<>();
        assignments.add(ClusterLoadAssignment.newBuilder()
                .setClusterName(reading(plan))
                .addAllEndpoints(localities(Set.of()))
                .build());
        writingLocalities()
                .ifPresent(localities -> assignments.add(ClusterLoadAssignment.newBuilder()
                        .setClusterName(writing(plan))
                        .addAllEndpoints(localities)
                        .build()));
        return assignments;
    }

    /** Absent: requests that write go where others do, or nowhere. */
    private Optional<List<LocalityLbEndpoints>> writingLocalities() {
        DataCenterName primary = plan.writeRoute();
        if (primary != null) {
            return Optional.of(locality(primary, 0, 1).stream().toList());
        }
        return Writes.of(plan) instanceof Writes.PastReadOnly(Set<DataCenterName> readOnly)
                ? Optional.of(localities(readOnly))
                : Optional.empty();
    }

    /** All but these: those with a share, and at the next priority the others that serve. No priority is skipped. */
    private List<LocalityLbEndpoints> localities(Set<DataCenterName> but) {
        List<LocalityLbEndpoints> localities = new ArrayList<>();
        boolean anybody = false;
        for (Share share : audience.shares()) {
            if (share.basisPoints() > 0) {
                Optional<LocalityLbEndpoints> locality = locality(share.dataCenter(), 0, share.basisPoints());
                anybody |= locality.isPresent();
                locality.filter(there -> !but.contains(share.dataCenter())).ifPresent(localities::add);
            }
        }
        if (!anybody) {
            return localities;
        }
        int next = localities.isEmpty() ? 0 : 1;
        plan.standings().stream()
                .filter(standing -> standing.state() == Standing.State.SERVING)
                .map(Standing::dataCenter)
                .filter(dataCenter -> !but.contains(dataCenter))
                .filter(dataCenter -> audience.shares().stream()
                        .noneMatch(share -> share.dataCenter().equals(dataCenter) && share.basisPoints() > 0))
                .forEach(dataCenter -> locality(dataCenter, next, 1).ifPresent(localities::add));
        return localities;
    }

    private Optional<LocalityLbEndpoints> locality(DataCenterName dataCenter, int priority, int weight) {
        Standing standing = standings.get(dataCenter);
        if (standing == null || standing.endpoints().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setRegion(dataCenter.value()))
                .setPriority(priority)
                .setLoadBalancingWeight(UInt32Value.of(weight))
                .addAllLbEndpoints(standing.endpoints().stream()
                        .map(PlanClusters::endpoint)
                        .toList())
                .build());
    }

    private static LbEndpoint endpoint(EndpointAddress address) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder()
                                        .setAddress(address.ip())
                                        .setPortValue(address.port()))))
                .build();
    }
}
