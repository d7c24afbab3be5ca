package dev.fairlead.gateway.builtin.dns.answer;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.choice.StickyChoice;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The answer to one query of opcode QUERY (RFC 1035, EDNS of RFC 6891, negative answers of RFC 2308, minimal answers to
 * ANY of RFC 8482, client subnet of RFC 7871, SRV of RFC 2782). The name in the answer is written as the question wrote it, which guards resolvers that
 * mix upper and lower case on purpose.
 */
public final class Answers {

    /** Largest UDP answer in bytes: what crosses every network unfragmented (DNS flag day 2020). */
    public static final int MAX_UDP = 1_232;

    private static final int ZONE_TTL = 3_600;
    /** Short, because a data center that comes back ends a negative answer. */
    private static final int NEGATIVE_TTL = 5;

    private final Message query;
    private final InetAddress resolver;
    private final PlaceLookup places;
    private final Sent sent;
    private final Message response;
    private int scope;

    private Answers(Message query, InetAddress resolver, PlaceLookup places, Sent sent) {
        this.query = query;
        this.resolver = resolver;
        this.places = places;
        this.sent = sent;
        this.response = new Message(query.getHeader().getID());
    }

    /** Told whom an answer sends somewhere. */
    public interface Sent {

        void to(ApplicationName application, DataCenterName dataCenter);
    }

    /**
     * The whole response, before it is cut to the size that the asker takes.
     *
     * @param resolver who asks
     * @param table absent: no plan is known yet
     * @param sent told of the data center whose addresses it has; of an answer from which the asker chooses itself nothing is told
     */
    public static Message answer(
            Message query, InetAddress resolver, @Nullable DnsTable table, PlaceLookup places, Sent sent) {
        return new Answers(query, resolver, places, sent).answer(table);
    }

    /** The same, told to nobody. */
    public static Message answer(Message query, InetAddress resolver, @Nullable DnsTable table, PlaceLookup places) {
        return answer(query, resolver, table, places, (application, dataCenter) -> {});
    }

    private Message answer(@Nullable DnsTable table) {
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
        if (question != null) {
            response.addRecord(question, Section.QUESTION);
        }
        OPTRecord opt = query.getOPT();
        int rcode = rcode(question, opt, table);
        header.setRcode(rcode & 0xf);
        if (opt != null) {
            response.addRecord(edns(opt, rcode), Section.ADDITIONAL);
        }
        return response;
    }

    private int rcode(@Nullable Record question, @Nullable OPTRecord opt, @Nullable DnsTable table) {
        if (question == null || query.getHeader().getCount(Section.QUESTION) != 1 || severalOpts()) {
            return Rcode.FORMERR;
        }
        if (opt != null && opt.getVersion() > 0) {
            return Rcode.BADVERS;
        }
        if (ClientSubnet.malformed(opt)) {
            return Rcode.FORMERR;
        }
        if (table == null) {
            return Rcode.SERVFAIL;
        }
        boolean transfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
        Optional<Name> zone = table.zoneOf(question.getName());
        if (question.getDClass() != DClass.IN || transfer || zone.isEmpty()) {
            return Rcode.REFUSED;
        }
        return authoritative(question, zone.get(), table);
    }

    private int authoritative(Record question, Name zone, DnsTable table) {
        response.getHeader().setFlag(Flags.AA);
        Name name = question.getName();
        boolean exists = table.exists(name);
        if (exists) {
            records(question, zone, table).forEach(record -> response.addRecord(record, Section.ANSWER));
        }
        if (response.getSection(Section.ANSWER).isEmpty()) {
            response.addRecord(soa(zone, table, NEGATIVE_TTL), Section.AUTHORITY);
        }
        return exists ? Rcode.NOERROR : Rcode.NXDOMAIN;
    }

    private List<? extends Record> records(Record question, Name zone, DnsTable table) {
        Name name = question.getName();
        boolean apex = name.equals(zone);
        return switch (question.getType()) {
            case Type.A, Type.AAAA -> addresses(question, table);
            case Type.SRV ->
                ServiceNames.service(name, table.hosts())
                        .map(host -> service(name, host))
                        .orElse(List.of());
            case Type.ANY -> List.of(new HINFORecord(name, DClass.IN, ZONE_TTL, "RFC8482", ""));
            case Type.SOA -> apex ? List.of(soa(name, table, ZONE_TTL)) : List.of();
            case Type.NS ->
                apex
                        ? table.zones().getOrDefault(zone, List.of()).stream()
                                .map(server -> new NSRecord(name, DClass.IN, ZONE_TTL, server))
                                .toList()
                        : List.of();
            default -> List.of();
        };
    }

    private List<Record> addresses(Record question, DnsTable table) {
        Name name = question.getName();
        Host host = table.hosts().get(name);
        if (host != null) {
            return chosen(host)
                    .map(dataCenter -> addresses(question, host, dataCenter))
                    .orElse(List.of());
        }
        return ServiceNames.target(name, table.hosts())
                .map(target ->
                        addresses(name, target.host().ttlSeconds(), List.of(target.address()), question.getType()))
                .orElseGet(() ->
                        addresses(name, ZONE_TTL, table.fixed().getOrDefault(name, List.of()), question.getType()));
    }

    private List<Record> addresses(Record question, Host host, DataCenterName dataCenter) {
        List<Record> addresses = addresses(
                question.getName(),
                host.ttlSeconds(),
                host.addresses().getOrDefault(dataCenter, List.of()),
                question.getType());
        if (!addresses.isEmpty()) {
            sent.to(host.application(), dataCenter);
        }
        return addresses;
    }

    private static List<Record> addresses(Name name, long ttl, List<InetAddress> all, int type) {
        boolean four = type == Type.A;
        return all.stream()
                .filter(address -> address instanceof Inet4Address == four)
                .map(address -> address(name, ttl, address))
                .toList();
    }

    private static Record address(Name name, long ttl, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, ttl, address)
                : new AAAARecord(name, DClass.IN, ttl, address);
    }

    /** The addresses of the targets come along where there is room, as RFC 2782 advises. */
    private List<SRVRecord> service(Name name, Host host) {
        InetAddress client = client();
        Optional<AudienceMatch> match = AudienceMatch.of(host.audiences(), client, places);
        match.ifPresent(found -> scope = found.prefix());
        List<SRVRecord> records = ServiceRecords.of(
                name, host, match.map(found -> found.shares().shares()).orElse(List.of()));
        records.stream()
                .map(SRVRecord::getTarget)
                .distinct()
                .flatMap(target -> ServiceNames.target(target, Map.of(new Name(name, 2), host)).stream()
                        .map(found -> address(target, host.ttlSeconds(), found.address())))
                .forEach(record -> response.addRecord(record, Section.ADDITIONAL));
        return records;
    }

    private InetAddress client() {
        return ClientSubnet.client(ClientSubnet.of(query.getOPT()), resolver);
    }

    /** The first that has addresses. */
    private Optional<DataCenterName> chosen(Host host) {
        InetAddress client = client();
        Optional<AudienceMatch> match = AudienceMatch.of(host.audiences(), client, places);
        if (match.isEmpty()) {
            return Optional.empty();
        }
        List<Share> shares = match.get().shares().shares();
        int sticky =
                StickyChoice.splits(shares) ? StickyChoice.networkOf(client).prefix() : 0;
        scope = Math.max(match.get().prefix(), sticky);
        return StickyChoice.order(host.application(), client, shares).stream()
                .filter(dataCenter ->
                        !host.addresses().getOrDefault(dataCenter, List.of()).isEmpty())
                .findFirst();
    }

    private static SOARecord soa(Name zone, DnsTable table, int ttl) {
        Name primary = table.zones().getOrDefault(zone, List.of()).getFirst();
        Name contact = DnsTable.below("hostmaster", zone);
        long serial = table.serial() & 0xffff_ffffL;
        return new SOARecord(zone, DClass.IN, ttl, primary, contact, serial, 3_600, 600, 604_800, NEGATIVE_TTL);
    }

    private OPTRecord edns(OPTRecord asked, int rcode) {
        int flags = asked.getFlags() & ExtendedFlags.DO;
        List<EDNSOption> options = rcode == Rcode.FORMERR || rcode == Rcode.BADVERS
                ? List.of()
                : ClientSubnet.of(asked).<ClientSubnetOption>map(subnet -> ClientSubnet.answer(subnet, scope)).stream()
                        .<EDNSOption>map(option -> option)
                        .toList();
        return new OPTRecord(MAX_UDP, rcode >> 4, 0, flags, options);
    }

    private boolean severalOpts() {
        return query.getSection(Section.ADDITIONAL).stream()
                        .filter(record -> record.getType() == Type.OPT)
                        .count()
                > 1;
    }
}
