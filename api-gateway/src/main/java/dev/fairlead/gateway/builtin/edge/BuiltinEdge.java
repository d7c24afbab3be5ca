package dev.fairlead.gateway.builtin.edge;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.dataplane.DataPlane;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** The built-in edge as a data plane: its state is the table that it routes by. */
final class BuiltinEdge implements DataPlane<EdgeTable>, AutoCloseable {

    /** How many changed hosts are asked about after a change. */
    private static final int SAMPLE = 16;

    private final EdgeServlet servlet;
    private final EdgeServer server;
    private final Forwarder forwarder;
    private final SelfTest self;

    BuiltinEdge(EdgeServlet servlet, EdgeServer server, Forwarder forwarder, SelfTest self) {
        this.servlet = servlet;
        this.server = server;
        this.forwarder = forwarder;
        this.self = self;
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public String kind() {
        return "builtin-edge";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, Weights.HASHED, true);
    }

    @Override
    public EdgeTable desired(List<RoutingPlan> plans) {
        return EdgeTable.of(plans);
    }

    @Override
    public EdgeTable observe() {
        return requireNonNullElse(servlet.table(), EdgeTable.EMPTY);
    }

    @Override
    public void apply(EdgeTable desired, EdgeTable before) {
        servlet.serve(desired);
    }

    @Override
    public void verify(EdgeTable desired, EdgeTable before) {
        desired.plans().keySet().stream()
                .filter(host -> !Objects.equals(
                        desired.plans().get(host), before.plans().get(host)))
                .limit(SAMPLE)
                .forEach(host -> self.expect(host, desired));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        forwarder.close();
    }
}
