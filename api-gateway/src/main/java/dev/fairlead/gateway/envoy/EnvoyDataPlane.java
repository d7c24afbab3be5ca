package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Tally;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A group of Envoys obeying plans. */
final class EnvoyDataPlane implements DataPlane<EnvoyResources>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EnvoyDataPlane.class);

    /** Ten thousand endpoints take about a second. */
    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(3);

    private final String name;
    private final EnvoySettings settings;
    private final XdsServer xds;
    private final @Nullable AdminApi admin;
    private final GroupTallies counted = new GroupTallies();
    private final Set<EndpointAddress> silent = ConcurrentHashMap.newKeySet();

    EnvoyDataPlane(String name, EnvoySettings settings, XdsServer xds) {
        this.name = name;
        this.settings = settings;
        this.xds = xds;
        this.admin = settings.adminAddresses().isEmpty() ? null : new AdminApi();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return XdsKind.ENVOY;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.EXACT, false);
    }

    @Override
    public EnvoyResources desired(List<RoutingPlan> plans) {
        return EnvoyResources.of(plans, settings);
    }

    /** What all connected Envoys hold; with none connected, or not all at one version, nothing can be said. */
    @Override
    public EnvoyResources observe() {
        EnvoyResources offered = xds.offered(settings.nodeGroup());
        List<Nodes.Node> nodes = xds.nodes().of(settings.nodeGroup());
        Map<String, String> versions = offered.versions();
        boolean held = !nodes.isEmpty() && nodes.stream().allMatch(node -> node.holds(versions));
        return held ? offered : EnvoyResources.NONE;
    }

    /** What a connected Envoy refused is not offered again until it or the plans have changed. */
    @Override
    public Applied<EnvoyResources> apply(EnvoyResources desired, EnvoyResources before) {
        throwIfRefused(xds.nodes().of(settings.nodeGroup()), desired.versions());
        xds.offer(settings.nodeGroup(), desired);
        return Applied.whole(desired);
    }

    @Override
    public void verify(EnvoyResources desired, EnvoyResources before) {
        Map<String, String> versions = desired.versions();
        List<Nodes.Node> nodes = xds.nodes()
                .await(
                        settings.nodeGroup(),
                        ACKNOWLEDGE,
                        connected -> connected.isEmpty()
                                || connected.stream()
                                        .anyMatch(node -> node.refused(versions).isPresent())
                                || connected.stream().allMatch(node -> node.holds(versions)));
        if (nodes.isEmpty()) {
            throw new DataPlaneException("no Envoy of group %s is connected to xDS at %s%s"
                    .formatted(
                            settings.nodeGroup(),
                            xds.address(),
                            xds.turnedAway()
                                    .map("; turned away last was "::concat)
                                    .orElse("")));
        }
        throwIfRefused(nodes, versions);
        for (Nodes.Node node : nodes) {
            if (!node.holds(versions)) {
                throw new DataPlaneException(
                        "Envoy %s did not acknowledge within %d ms".formatted(node.id(), ACKNOWLEDGE.toMillis()));
            }
        }
        xds.accepted(settings.nodeGroup(), desired);
    }

    private static void throwIfRefused(List<Nodes.Node> nodes, Map<String, String> versions) {
        for (Nodes.Node node : nodes) {
            node.refused(versions).ifPresent(reason -> {
                throw new DataPlaneException(
                        "Envoy %s refused it and keeps what it had: %s".formatted(node.id(), reason));
            });
        }
    }

    @Override
    public Optional<Clientele> place() {
        return Optional.of(settings.place());
    }

    /**
     * Of all Envoys together; one that does not answer is left out, unless it is the last. None is read before it is known what they were
     * offered: else all that they served before this gateway was started would have come at the next look.
     */
    @Override
    public List<Tally> tallies() {
        AdminApi api = admin;
        if (api == null) {
            return List.of();
        }
        Map<String, ApplicationName> applications = xds.offered(settings.nodeGroup()).clusters().stream()
                .collect(Collectors.toMap(Cluster::getName, cluster -> PlanClusters.application(cluster.getName())));
        if (applications.isEmpty()) {
            return List.of();
        }
        Map<EndpointAddress, List<Tally>> read = new HashMap<>();
        DataPlaneException failure = null;
        for (EndpointAddress envoy : settings.adminAddresses()) {
            try {
                read.put(envoy, api.tallies(envoy, applications));
                silent.remove(envoy);
            } catch (DataPlaneException e) {
                failure = e;
                if (silent.add(envoy)) {
                    log.warn("plane={} admin={} state=silent reason=\"{}\"", name, envoy, e.getMessage());
                }
            }
        }
        if (failure != null && read.isEmpty()) {
            throw failure;
        }
        return counted.with(read);
    }

    @Override
    public void close() {
        xds.leave(settings.nodeGroup());
        if (admin != null) {
            admin.close();
        }
    }
}
