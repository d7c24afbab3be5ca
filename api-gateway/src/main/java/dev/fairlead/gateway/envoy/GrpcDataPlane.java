package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A group of gRPC clients obeying plans by themselves, without a proxy. They come and go: that none is connected is no fault. */
final class GrpcDataPlane implements DataPlane<EnvoyResources>, AutoCloseable {

    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(3);

    private final String name;
    private final EnvoySettings settings;
    private final XdsServer xds;

    GrpcDataPlane(String name, EnvoySettings settings, XdsServer xds) {
        this.name = name;
        this.settings = settings;
        this.xds = xds;
        xds.answerByName(settings.nodeGroup());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return XdsKind.GRPC;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.EXACT, false);
    }

    @Override
    public EnvoyResources desired(List<RoutingPlan> plans) {
        return GrpcResources.of(plans, settings.place());
    }

    /** What every client is told; while one of them refuses that, nothing can be said. */
    @Override
    public EnvoyResources observe() {
        EnvoyResources offered = xds.offered(settings.nodeGroup());
        Map<String, String> versions = offered.versions();
        boolean refused = xds.nodes().of(settings.nodeGroup()).stream()
                .anyMatch(client -> client.refused(versions).isPresent());
        return refused ? EnvoyResources.NONE : offered;
    }

    @Override
    public Applied<EnvoyResources> apply(EnvoyResources desired, EnvoyResources before) {
        throwIfRefused(xds.nodes().of(settings.nodeGroup()), desired.versions());
        xds.offer(settings.nodeGroup(), desired);
        return Applied.whole(desired);
    }

    @Override
    public void verify(EnvoyResources desired, EnvoyResources before) {
        Map<String, String> versions = desired.versions();
        List<Nodes.Node> clients = xds.nodes()
                .await(
                        settings.nodeGroup(),
                        ACKNOWLEDGE,
                        connected -> connected.stream()
                                        .anyMatch(client ->
                                                client.refused(versions).isPresent())
                                || connected.stream().allMatch(client -> client.holdsWhatItAskedFor(versions)));
        throwIfRefused(clients, versions);
        for (Nodes.Node client : clients) {
            if (!client.holdsWhatItAskedFor(versions)) {
                throw new DataPlaneException("the gRPC client %s did not acknowledge within %d ms"
                        .formatted(client.id(), ACKNOWLEDGE.toMillis()));
            }
        }
        xds.accepted(settings.nodeGroup(), desired);
    }

    private static void throwIfRefused(List<Nodes.Node> clients, Map<String, String> versions) {
        for (Nodes.Node client : clients) {
            client.refused(versions).ifPresent(reason -> {
                throw new DataPlaneException(
                        "the gRPC client %s refused it and keeps what it had: %s".formatted(client.id(), reason));
            });
        }
    }

    @Override
    public void close() {
        xds.leave(settings.nodeGroup());
    }
}
