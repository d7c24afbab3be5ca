package dev.fairlead.gateway.builtin.dns.direct;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import dev.fairlead.gateway.choice.Place;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What stands behind the question in an answer, as bytes. The same for all who ask for a name, a type and a data center: names in it
 * point at the question, which always begins in the same place.
 *
 * @param flags the two bytes of the header, recursion not desired
 * @param answers number of records in the section
 * @param authorities number of records in the section
 */
record Records(int flags, int answers, int authorities, byte[] bytes) {

    private static final int LARGEST = 65_535;

    /** Those of a host that sends everybody to one data center. */
    static Records of(Name name, Host host, DataCenterName dataCenter, int type, DnsTable table) {
        List<Share> all = List.of(new Share(dataCenter, Share.WHOLE));
        return of(name, host, List.of(new AudienceShares("", List.of(), List.of(), List.of(), all)), type, table);
    }

    /** Those of a host that sends nobody anywhere. */
    static Records none(Name name, Host host, DnsTable table) {
        return of(name, host, List.of(), Type.A, table);
    }

    /** As {@link Answers} says it. */
    private static Records of(Name name, Host host, List<AudienceShares> audiences, int type, DnsTable table) {
        Host sent = new Host(
                host.application(), host.ttlSeconds(), audiences, host.endpoints(), host.addresses(), host.reserve());
        DnsTable sole = new DnsTable(table.zones(), Map.of(name, sent), table.fixed(), table.inner(), table.serial());
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        byte[] wire = Answers.answer(query, InetAddress.getLoopbackAddress(), sole, client -> Place.UNKNOWN)
                .toWire(LARGEST);
        return new Records(
                CommonQuery.number(wire, 2),
                CommonQuery.number(wire, 6),
                CommonQuery.number(wire, 8),
                Arrays.copyOfRange(wire, CommonQuery.HEADER + name.length() + 4, wire.length));
    }
}
