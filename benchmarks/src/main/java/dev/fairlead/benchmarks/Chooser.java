package dev.fairlead.benchmarks;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.builtin.edge.route.Route;
import dev.fairlead.gateway.builtin.edge.route.Router;
import dev.fairlead.gateway.choice.Place;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Where a data plane of the gateway sends the users of a network under one plan. */
interface Chooser {

    DataCenterName choose(Network client);

    /** The answer of the built-in DNS to a resolver that tells the client's network. */
    static Chooser dns(RoutingPlan plan) {
        DnsTable table = DnsTable.of(List.of(plan), new Zones(Set.of(), List.of()));
        Record question = Record.newRecord(DnsTable.name(plan.host()), Type.A, DClass.IN);
        InetAddress resolver = InetAddress.getLoopbackAddress();
        return client -> {
            Message query = Message.newQuery(question);
            ClientSubnetOption subnet = new ClientSubnetOption(client.prefix(), client.address());
            query.addRecord(new OPTRecord(Answers.MAX_UDP, 0, 0, 0, subnet), Section.ADDITIONAL);
            Message answer = Answers.answer(query, resolver, table, address -> Place.UNKNOWN);
            if (!(answer.getSection(Section.ANSWER).getFirst() instanceof ARecord record)) {
                throw new IllegalStateException("no address for " + client);
            }
            return at(record.getAddress(), plan);
        };
    }

    /** The route of the built-in HTTP edge for a request that changes nothing. */
    static Chooser edge(RoutingPlan plan) {
        EdgeTable table = EdgeTable.of(List.of(plan));
        return client -> switch (Router.route(table, plan.host(), "GET", client.address(), address -> Place.UNKNOWN)) {
            case Route.Forward forward -> forward.targets().getFirst().dataCenter();
            case Route.Refuse refuse -> throw new IllegalStateException(refuse.detail());
        };
    }

    private static DataCenterName at(InetAddress address, RoutingPlan plan) {
        return plan.standings().stream()
                .filter(standing -> standing.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.ip().equals(address.getHostAddress())))
                .map(Standing::dataCenter)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no data center has " + address));
    }
}
