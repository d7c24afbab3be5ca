package dev.fairlead.benchmarks.planes;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.testing.servers.EnvoyServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real Envoy, with any number of simulated ones beside it; by hand, all are offered new endpoints by a bare xDS server. */
final class EnvoyPlane implements Plane {

    private final Fleet fleet;
    private final int simulated;
    private final int xdsPort = FreePorts.next();
    private final EnvoyServer envoy = EnvoyServer.create(NAME, xdsPort, FreePorts.next());
    private final User user = User.ofProxy(envoy.url());
    private final List<XdsNode> nodes = new ArrayList<>();
    private final Side[] told;
    private @Nullable BareXds xds;

    /** @param nodes Envoys, of which the first is real */
    EnvoyPlane(Fleet fleet, int nodes) {
        this.fleet = fleet;
        this.simulated = nodes - 1;
        this.told = new Side[fleet.applications()];
        Arrays.fill(told, Side.EAST);
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.envoy.%s.".formatted(NAME);
        return Map.of(
                prefix + "xds-port", Integer.toString(xdsPort),
                prefix + "listener-port", Integer.toString(envoy.listenerPort()));
    }

    @Override
    public void start() {
        envoy.start();
        for (int i = 0; i < simulated; i++) {
            nodes.add(new XdsNode(NAME, "simulated-" + i, xdsPort));
        }
    }

    @Override
    public void tell(int from, int to, Side side) {
        Arrays.fill(told, from, to, side);
        if (xds == null) {
            xds = new BareXds(fleet, xdsPort, envoy.listenerPort());
        }
        xds.offer(told);
    }

    @Override
    public Optional<Side> ask(int application) {
        Optional<Side> asked = user.ask(Fleet.host(application));
        boolean alike = nodes.stream().allMatch(node -> node.side(application).equals(asked));
        return alike ? asked : Optional.empty();
    }

    @Override
    public void close() {
        nodes.forEach(XdsNode::close);
        envoy.close();
        if (xds != null) {
            xds.close();
        }
    }
}
