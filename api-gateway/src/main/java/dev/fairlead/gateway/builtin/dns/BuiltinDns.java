package dev.fairlead.gateway.builtin.dns;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.dataplane.DataPlane;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** The built-in DNS server as a data plane: its state is the table that it answers from. */
final class BuiltinDns implements DataPlane<DnsTable>, AutoCloseable {

    /** How many changed hosts are asked about after a change. */
    private static final int SAMPLE = 16;

    private final DnsServer server;
    private final Zones zones;
    private final SelfQuery self;

    BuiltinDns(DnsServer server, Zones zones, Packets packets) {
        this.server = server;
        this.zones = zones;
        this.self = new SelfQuery(server.address(), packets);
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
    public DnsTable desired(List<RoutingPlan> plans) {
        return DnsTable.of(plans, zones);
    }

    @Override
    public DnsTable observe() {
        return requireNonNullElse(server.table(), DnsTable.EMPTY);
    }

    @Override
    public void apply(DnsTable desired, DnsTable before) {
        server.serve(desired);
    }

    @Override
    public void verify(DnsTable desired, DnsTable before) {
        Stream<Name> changed = Stream.concat(desired.hosts().keySet().stream(), before.hosts().keySet().stream())
                .distinct()
                .filter(host -> !Objects.equals(
                        desired.hosts().get(host), before.hosts().get(host)));
        changed.limit(SAMPLE).forEach(host -> self.expect(host, desired));
    }

    @Override
    public void close() {
        server.close();
    }
}
