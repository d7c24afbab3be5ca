package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.PortTakenException;
import dev.fairlead.gateway.builtin.TableInForce;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.Tally;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;

/** The built-in DNS server as a data plane: its state is the table that it answers from. */
final class BuiltinDns implements DataPlane<DnsTable>, AutoCloseable {

    private final TableInForce<Name, DnsTable> table = new TableInForce<>(DnsTable.EMPTY, DnsTable::hosts);
    private final DnsServer server;
    private final Zones zones;
    private final SelfQuery self;

    /** Listens from now on; throws {@link PortTakenException} when a port is not to be had. */
    BuiltinDns(InetSocketAddress address, TcpLimits tcp, Zones zones, Packets packets, Gate gate) {
        this.server = DnsServer.start(address, tcp, packets, gate, table::get);
        this.zones = zones;
        this.self = new SelfQuery(server.address(), packets);
    }

    InetSocketAddress address() {
        return server.address();
    }

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String kind() {
        return "builtin-dns";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, Weights.HASHED, true);
    }

    @Override
    public boolean corrected() {
        return true;
    }

    @Override
    public DnsTable desired(List<RoutingPlan> plans) {
        return DnsTable.of(plans, zones);
    }

    @Override
    public DnsTable observe() {
        return table.observe();
    }

    @Override
    public Applied<DnsTable> apply(DnsTable desired, DnsTable before) {
        table.put(desired);
        return Applied.whole(desired);
    }

    @Override
    public void verify(DnsTable desired, DnsTable before) {
        table.verify(desired, before, self::expect);
    }

    /** Its own questions after a change are among them. */
    @Override
    public List<Tally> tallies() {
        return server.given().tallies();
    }

    @Override
    public void close() {
        server.close();
    }
}
