package dev.fairlead.gateway.builtin.dns.answer;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AnswersTests {

    private static final InetAddress RESOLVER = IpAddresses.parse("198.51.100.53");
    private static final PlaceLookup PLACES = client ->
            client.getHostAddress().startsWith("203.0.113.") ? new Place("DE", "EU", 24) : new Place("US", "NA", 9);

    private static final RoutingPlan WEB = plan("web", 41)
            .audience("germany", List.of("DE"), List.of(), share("eu-west", 10_000))
            .everyone(share("us-east", 10_000))
            .serving("us-east", "192.0.2.1:80", "192.0.2.1:81", "192.0.2.2:80", "[2001:db8::1]:80")
            .serving("eu-west", "192.0.2.9:80")
            .build();
    private static final RoutingPlan SPLIT = plan("split", 42)
            .everyone(share("us-east", 5_000), share("us-west", 5_000))
            .serving("us-east", "192.0.2.1:80")
            .serving("us-west", "192.0.2.2:80")
            .build();
    private static final RoutingPlan CLOSED = plan("closed", 7)
            .everyone()
            .standing("us-east", Standing.State.DOWN, ServingMode.READ_WRITE, "192.0.2.1:80")
            .build();
    private static final RoutingPlan PLAIN = plan("plain", 7)
            .host("plain.eu.demo.test")
            .everyone(share("us-east", 10_000))
            .serving("us-east", "192.0.2.1:80")
            .build();
    private static final DnsTable TABLE = DnsTable.of(List.of(WEB, SPLIT, CLOSED), new Zones(Set.of(), List.of()));

    @ParameterizedTest
    @CsvSource({
        // name, type, class, rcode, answer records, authoritative
        "web.demo.test.,      A,     IN, NOERROR,  2, true",
        "web.demo.test.,      AAAA,  IN, NOERROR,  1, true",
        "web.demo.test.,      MX,    IN, NOERROR,  0, true",
        "web.demo.test.,      HTTPS, IN, NOERROR,  0, true",
        "web.demo.test.,      TXT,   IN, NOERROR,  0, true",
        "split.demo.test.,    AAAA,  IN, NOERROR,  0, true",
        "web.demo.test.,      ANY,   IN, NOERROR,  1, true",
        "web.demo.test.,      A,     CH, REFUSED,  0, false",
        "web.demo.test.,      A,     ANY, REFUSED, 0, false",
        "version.bind.,       TXT,   CH, REFUSED,  0, false",
        "web.demo.test.,      AXFR,  IN, REFUSED,  0, false",
        "closed.demo.test.,   A,     IN, NOERROR,  0, true",
        "closed.demo.test.,   ANY,   IN, NOERROR,  1, true",
        "none.demo.test.,     A,     IN, NXDOMAIN, 0, true",
        "x.web.demo.test.,    A,     IN, NXDOMAIN, 0, true",
        "demo.test.,          SOA,   IN, NOERROR,  1, true",
        "demo.test.,          NS,    IN, NOERROR,  1, true",
        "demo.test.,          A,     IN, NOERROR,  0, true",
        "ns.demo.test.,       A,     IN, NOERROR,  0, true",
        "web.demo.test.,      NS,    IN, NOERROR,  0, true",
        "web.demo.test.,      SOA,   IN, NOERROR,  0, true",
        "test.,               A,     IN, REFUSED,  0, false",
        "example.com.,        A,     IN, REFUSED,  0, false",
        "notdemo.test.,       A,     IN, REFUSED,  0, false",
    })
    void answersByTheTable(String name, String type, String dclass, String rcode, int records, boolean authoritative) {
        Message response = ask(query(name, Type.value(type), DClass.value(dclass)));
        assertThat(Rcode.string(response.getRcode())).isEqualTo(rcode);
        assertThat(response.getSection(Section.ANSWER)).hasSize(records);
        assertThat(response.getHeader().getFlag(Flags.AA)).isEqualTo(authoritative);
        assertThat(response.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(response.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(response.getHeader().getFlag(Flags.RA)).isFalse();
        boolean negative = authoritative && records == 0;
        assertThat(response.getSection(Section.AUTHORITY)).hasSize(negative ? 1 : 0);
        if (negative) {
            SOARecord soa = (SOARecord) response.getSection(Section.AUTHORITY).getFirst();
            assertThat(soa.getName()).hasToString("demo.test.");
            assertThat(soa.getSerial()).isEqualTo(42);
            assertThat(soa.getTTL()).isEqualTo(soa.getMinimum()).isEqualTo(5);
        }
    }

    @Test
    void namesAboveAHostExistAndMayBeZonesOfTheirOwn() {
        DnsTable table = DnsTable.of(
                List.of(PLAIN), new Zones(Set.of(DnsTable.name("demo.test"), DnsTable.name("own.test")), List.of()));
        assertThat(answer(query("eu.demo.test.", Type.A, DClass.IN), table).getRcode())
                .isEqualTo(Rcode.NOERROR);
        assertThat(answer(query("x.eu.demo.test.", Type.A, DClass.IN), table).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer(query("own.test.", Type.SOA, DClass.IN), table).getSection(Section.ANSWER))
                .hasSize(1);
    }

    @Test
    void nameServersInTheZoneHaveTheirAddresses() {
        Zones zones = new Zones(
                Set.of(),
                List.of(
                        new Zones.NameServer(DnsTable.name("a.demo.test"), List.of(IpAddresses.parse("192.0.2.53"))),
                        new Zones.NameServer(DnsTable.name("b.example.com"), List.of())));
        DnsTable table = DnsTable.of(List.of(WEB), zones);
        assertThat(answer(query("demo.test.", Type.NS, DClass.IN), table).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("a.demo.test.", "b.example.com.");
        assertThat(addresses(answer(query("a.demo.test.", Type.A, DClass.IN), table)))
                .containsExactly("192.0.2.53");
    }

    @Test
    void namesAboveANameServerExist() {
        Zones zones = new Zones(Set.of(), List.of(new Zones.NameServer(DnsTable.name("a.ns.demo.test"), List.of())));
        DnsTable table = DnsTable.of(List.of(WEB), zones);
        assertThat(answer(query("ns.demo.test.", Type.A, DClass.IN), table).getRcode())
                .isEqualTo(Rcode.NOERROR);
    }

    @Test
    void aHostAsLongAsANameMayBeIsAnsweredToo() {
        String apex = "%s.%<s.%<s.%s".formatted("x".repeat(63), "y".repeat(59));
        RoutingPlan longest = plan("long", 3)
                .host("a." + apex)
                .everyone(share("us-east", 10_000))
                .serving("us-east", "192.0.2.1:80")
                .build();
        DnsTable table = DnsTable.of(List.of(longest, WEB), new Zones(Set.of(), List.of()));
        assertThat(addresses(answer(query("a." + apex, Type.A, DClass.IN), table)))
                .containsExactly("192.0.2.1");
        assertThat(answer(query("b." + apex, Type.A, DClass.IN), table).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void writesTheNameAsTheQuestionDidAndTheTtlOfThePlan() {
        Message response = ask(query("WeB.dEmO.tEsT.", Type.A, DClass.IN));
        assertThat(response.getQuestion().getName()).hasToString("WeB.dEmO.tEsT.");
        assertThat(response.getSection(Section.ANSWER)).allSatisfy(record -> {
            assertThat(record.getName()).hasToString("WeB.dEmO.tEsT.");
            assertThat(record.getTTL()).isEqualTo(7);
        });
    }

    @Test
    void sendsEachAudienceToItsDataCenterAndTheScopeIsTheNetworkOfItsPlace() {
        Message german = ask(subnet("web.demo.test.", "203.0.113.0", 24));
        assertThat(addresses(german)).containsExactly("192.0.2.9");
        assertThat(scope(german)).isEqualTo(24);
        Message single = ask(subnet("web.demo.test.", "203.0.113.7", 32));
        assertThat(scope(single)).as("wider than what was asked for").isEqualTo(24);
        assertThat(option(single).getSourcePrefixLength()).isEqualTo(32);
        Message american = ask(subnet("web.demo.test.", "198.51.100.0", 24));
        assertThat(addresses(american)).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(scope(american)).isEqualTo(9);
    }

    @Test
    void theScopeOfASplitIsTheStickyNetworkAndOfAFixedAnswerNothing() {
        assertThat(scope(ask(subnet("split.demo.test.", "198.51.100.0", 22)))).isEqualTo(24);
        assertThat(scope(ask(subnet("split.demo.test.", "2001:db8:1::", 56)))).isEqualTo(48);
        assertThat(scope(ask(subnet("none.demo.test.", "198.51.100.0", 24)))).isZero();
        DnsTable plain = DnsTable.of(List.of(PLAIN), new Zones(Set.of(), List.of()));
        assertThat(scope(answer(subnet("plain.eu.demo.test.", "198.51.100.0", 24), plain)))
                .isZero();
    }

    @Test
    void echoesTheClientSubnetAsItCame() {
        ClientSubnetOption option = option(ask(subnet("split.demo.test.", "198.51.100.128", 25)));
        assertThat(option.getSourcePrefixLength()).isEqualTo(25);
        assertThat(option.getAddress()).isEqualTo(IpAddresses.parse("198.51.100.128"));
    }

    @Test
    void aHiddenClientIsAnsweredForItsResolverWithScopeZero() {
        Message hidden = ask(subnet("split.demo.test.", "0.0.0.0", 0));
        assertThat(scope(hidden)).isZero();
        assertThat(addresses(hidden)).isEqualTo(addresses(ask(query("split.demo.test.", Type.A, DClass.IN))));
    }

    @Test
    void splitsClientNetworksByTheShares() {
        long first = IntStream.range(0, 2_000)
                .mapToObj(i -> "10.%d.%d.0".formatted(i / 250, i % 250))
                .filter(client ->
                        addresses(ask(subnet("split.demo.test.", client, 24))).equals(List.of("192.0.2.1")))
                .count();
        assertThat(first).isBetween(930L, 1_070L);
    }

    @Test
    void aSubnetWithAScopeOrASecondSubnetIsMalformed() {
        ClientSubnetOption scoped = new ClientSubnetOption(24, 24, IpAddresses.parse("198.51.100.0"));
        ClientSubnetOption plain = new ClientSubnetOption(24, IpAddresses.parse("198.51.100.0"));
        Message withScope = ask(edns("web.demo.test.", new OPTRecord(1_232, 0, 0, 0, scoped)));
        assertThat(withScope.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(ask(edns("web.demo.test.", new OPTRecord(1_232, 0, 0, 0, plain, plain)))
                        .getRcode())
                .isEqualTo(Rcode.FORMERR);
    }

    @Test
    void refusesANewerEdnsVersionAndTwoOptRecords() {
        Message newer = ask(edns("web.demo.test.", new OPTRecord(1_232, 0, 1)));
        assertThat(newer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(newer.getSection(Section.ANSWER)).isEmpty();
        Message twice = edns("web.demo.test.", new OPTRecord(1_232, 0, 0));
        twice.addRecord(new OPTRecord(4_096, 0, 0), Section.ADDITIONAL);
        assertThat(ask(twice).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void repeatsTheDnssecFlagAndIgnoresOptionsThatItDoesNotKnow() {
        OPTRecord asked = new OPTRecord(4_096, 0, 0, ExtendedFlags.DO, List.<EDNSOption>of());
        OPTRecord opt = opt(ask(edns("web.demo.test.", asked)));
        assertThat(opt.getFlags()).isEqualTo(ExtendedFlags.DO);
        assertThat(opt.getPayloadSize()).isEqualTo(Answers.MAX_UDP);
    }

    @Test
    void refusesMoreThanOneQuestion() {
        Message two = query("web.demo.test.", Type.A, DClass.IN);
        two.addRecord(Record.newRecord(DnsTable.name("split.demo.test"), Type.A, DClass.IN), Section.QUESTION);
        assertThat(ask(two).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void saysThatItKnowsNothingYetBeforeTheFirstPlan() {
        Message response = answer(query("web.demo.test.", Type.A, DClass.IN), null);
        assertThat(response.getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void aHostDirectlyBelowATopLevelDomainIsItsOwnZone() {
        RoutingPlan shallow = plan("web", 1).host("web.test").build();
        assertThat(DnsTable.of(List.of(WEB), new Zones(Set.of(), List.of())).zones())
                .containsOnlyKeys(DnsTable.name("demo.test"));
        assertThat(DnsTable.of(List.of(shallow), new Zones(Set.of(), List.of())).zones())
                .containsOnlyKeys(DnsTable.name("web.test"));
        Zones within = new Zones(Set.of(DnsTable.name("test")), List.of());
        assertThat(DnsTable.of(List.of(WEB), within).zones()).containsOnlyKeys(DnsTable.name("test"));
    }

    private static Message ask(Message query) {
        return answer(query, TABLE);
    }

    private static Message answer(Message query, @Nullable DnsTable table) {
        return Answers.answer(query, RESOLVER, table, PLACES);
    }

    private static Message query(String name, int type, int dclass) {
        Record question = Record.newRecord(DnsTable.name(name), type, dclass);
        return Message.newQuery(question);
    }

    private static Message edns(String name, OPTRecord opt) {
        Message query = query(name, Type.A, DClass.IN);
        query.addRecord(opt, Section.ADDITIONAL);
        return query;
    }

    private static Message subnet(String name, String client, int prefix) {
        ClientSubnetOption option = new ClientSubnetOption(prefix, IpAddresses.parse(client));
        return edns(name, new OPTRecord(1_232, 0, 0, 0, option));
    }

    private static OPTRecord opt(Message response) {
        return Objects.requireNonNull(response.getOPT());
    }

    private static ClientSubnetOption option(Message response) {
        return (ClientSubnetOption)
                opt(response).getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
    }

    private static int scope(Message response) {
        return option(response).getScopePrefixLength();
    }

    private static List<String> addresses(Message response) {
        return response.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
