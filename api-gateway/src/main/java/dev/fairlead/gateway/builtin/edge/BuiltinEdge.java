package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.TableInForce;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.Tally;
import dev.fairlead.gateway.relay.RelayClient;
import java.io.IOException;
import java.util.List;

/** The built-in edge as a data plane: its state is the table that it routes by. */
final class BuiltinEdge implements DataPlane<EdgeTable>, AutoCloseable {

    private final TableInForce<String, EdgeTable> table;
    private final EdgeServer server;
    private final RelayClient client;
    private final SelfTest self;
    private final Turns turns;

    BuiltinEdge(
            TableInForce<String, EdgeTable> table, EdgeServer server, RelayClient client, SelfTest self, Turns turns) {
        this.table = table;
        this.server = server;
        this.client = client;
        this.self = self;
        this.turns = turns;
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
        return table.observe();
    }

    @Override
    public Applied<EdgeTable> apply(EdgeTable desired, EdgeTable before) {
        table.put(desired);
        return Applied.whole(desired);
    }

    @Override
    public void verify(EdgeTable desired, EdgeTable before) {
        table.verify(desired, before, self::expect);
    }

    @Override
    public List<Tally> tallies() {
        return turns.tallies();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        client.close();
    }
}
