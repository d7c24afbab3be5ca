package dev.fairlead.gateway.builtin.dns.answer;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ServiceAnswersTests {

    private static final InetAddress RESOLVER = IpAddresses.parse("198.51.100.53");
    private static final PlaceLookup PLACES = client ->
            client.getHostAddress().startsWith("203.0.113.") ? new Place("DE", "EU", 24) : new Place("US", "NA", 9);

    private static final RoutingPlan WEB = plan("web", 41)
            .audience("germany", List.of("DE"), List.of(), share("eu-west", 10_000))
            .everyone(share("us-east", 6_000), share("us-west", 4_000))
            .serving("eu-west", "192.0.2.9:8443")
            .standing("eu-held", State.HELD, ServingMode.READ_WRITE, "192.0.2.10:443")
            .serving("us-east", "192.0.2.1:80", "192.0.2.1:81", "[2001:db8::1]:80")
            .serving("us-west", "192.0.2.2:443")
            .build();
    private static final RoutingPlan CLOSED =
            plan("closed", 7).everyone().serving("us-east", "192.0.2.1:80").build();
    private static final DnsTable TABLE = table(WEB, CLOSED);

    @Test
    void splitsByWeightsAndKeepsThoseThatServeWithoutAShareInReserve() {
        Message american = ask("_fairlead._tcp.web.demo.test.", Type.SRV);
        assertThat(american.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly(
                        "0 12000 80 ip4-192-0-2-1.web.demo.test.",
                        "0 12000 81 ip4-192-0-2-1.web.demo.test.",
                        "0 12000 80 ip6-2001-db8-0-0-0-0-0-1.web.demo.test.",
                        "0 24000 443 ip4-192-0-2-2.web.demo.test.",
                        "1 10000 8443 ip4-192-0-2-9.web.demo.test.");
        assertThat(american.getSection(Section.ANSWER))
                .extracting(Record::getTTL)
                .containsOnly(7L);
    }

    @Test
    void asksTheAudienceOfTheClientAndTheScopeIsTheNetworkOfItsPlace() {
        Message query = query("_fairlead._tcp.web.demo.test.", Type.SRV);
        query.addRecord(
                new OPTRecord(1_232, 0, 0, 0, new ClientSubnetOption(28, IpAddresses.parse("203.0.113.0"))),
                Section.ADDITIONAL);
        Message german = answer(query, TABLE);
        assertThat(german.getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("0 60000 8443 ip4-192-0-2-9.web.demo.test.");
        ClientSubnetOption option = (ClientSubnetOption) Objects.requireNonNull(german.getOPT())
                .getOptions(EDNSOption.Code.CLIENT_SUBNET)
                .getFirst();
        assertThat(option.getScopePrefixLength()).isEqualTo(24);
    }

    @Test
    void everyTargetIsANameWithTheAddressAndItComesAlong() {
        Message response = ask("_fairlead._tcp.web.demo.test.", Type.SRV);
        assertThat(response.getSection(Section.ADDITIONAL))
                .extracting(record -> record.getName() + " " + record.rdataToString())
                .containsExactly(
                        "ip4-192-0-2-1.web.demo.test. 192.0.2.1",
                        "ip6-2001-db8-0-0-0-0-0-1.web.demo.test. 2001:db8:0:0:0:0:0:1",
                        "ip4-192-0-2-2.web.demo.test. 192.0.2.2",
                        "ip4-192-0-2-9.web.demo.test. 192.0.2.9");
        for (Record record : response.getSection(Section.ADDITIONAL)) {
            Message asked = ask(record.getName().toString(), record.getType());
            assertThat(asked.getSection(Section.ANSWER)).containsExactly(record);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // name, type, rcode, answer records
        "_fairlead._tcp.web.demo.test.,    A,    NOERROR,  0",
        "_fairlead._tcp.web.demo.test.,    ANY,  NOERROR,  1",
        "_tcp.web.demo.test.,              SRV,  NOERROR,  0",
        "_fairlead._tcp.closed.demo.test., SRV,  NOERROR,  0",
        "web.demo.test.,                   SRV,  NOERROR,  0",
        "_fairlead._tcp.none.demo.test.,   SRV,  NXDOMAIN, 0",
        "_tcp.none.demo.test.,             SRV,  NXDOMAIN, 0",
        "_fairlead._udp.web.demo.test.,    SRV,  NXDOMAIN, 0",
        "_http._tcp.web.demo.test.,        SRV,  NXDOMAIN, 0",
        "_fairlead._tcp.demo.test.,        SRV,  NXDOMAIN, 0",
        "_fairlead._tcp.example.com.,      SRV,  REFUSED,  0",
        "IP4-192-0-2-1.web.demo.test.,     A,    NOERROR,  1",
        "ip4-192-0-2-1.web.demo.test.,     AAAA, NOERROR,  0",
        "ip4-192-0-2-1.web.demo.test.,     SRV,  NOERROR,  0",
        "ip4-192-0-2-10.web.demo.test.,    A,    NOERROR,  1",
        "ip4-192-0-2-99.web.demo.test.,    A,    NXDOMAIN, 0",
        "ip4-192-0-513.web.demo.test.,     A,    NXDOMAIN, 0",
        "ip4-192-000-2-1.web.demo.test.,   A,    NXDOMAIN, 0",
        "ip4-.web.demo.test.,              A,    NXDOMAIN, 0",
        "ip6-2001-db8--1.web.demo.test.,   AAAA, NXDOMAIN, 0",
        "x.ip4-192-0-2-1.web.demo.test.,   A,    NXDOMAIN, 0",
    })
    void knowsOnlyTheNamesThatItTells(String name, String type, String rcode, int records) {
        Message response = ask(name, Type.value(type));
        assertThat(Rcode.string(response.getRcode())).isEqualTo(rcode);
        assertThat(response.getSection(Section.ANSWER)).hasSize(records);
    }

    @Test
    void writesTheHostInTargetsAsTheQuestionDid() {
        SRVRecord first = (SRVRecord) ask("_FAIRlead._tCp.WeB.dEmO.tEsT.", Type.SRV)
                .getSection(Section.ANSWER)
                .getFirst();
        assertThat(first.getName()).hasToString("_FAIRlead._tCp.WeB.dEmO.tEsT.");
        assertThat(first.getTarget()).hasToString("ip4-192-0-2-1.WeB.dEmO.tEsT.");
    }

    @Test
    void howeverManyEndpointsAndHoweverLongTheNamesTheAnswerFitsOverTcpAndEachDataCenterKeepsItsPart() {
        String host = "%s.%<s.%<s.demo.test".formatted("x".repeat(60));
        RoutingPlan huge = plan("huge", 1)
                .host(host)
                .everyone(share("us-east", 7_500), share("us-west", 2_500))
                .serving("us-east", endpoints("198.18", 1_000))
                .serving("us-west", endpoints("198.19", 1_000))
                .build();
        Message response = answer(query("_fairlead._tcp." + host, Type.SRV), table(huge));
        List<SRVRecord> records = response.getSection(Section.ANSWER).stream()
                .map(SRVRecord.class::cast)
                .toList();
        assertThat(records).hasSize(ServiceRecords.MOST);
        assertThat(response.toWire(65_535)[2] & 2).as("the flag TC").isZero();
        double east = records.stream()
                .filter(record -> record.getTarget().toString().startsWith("ip4-198-18"))
                .mapToInt(SRVRecord::getWeight)
                .sum();
        double all = records.stream().mapToInt(SRVRecord::getWeight).sum();
        assertThat(east / all).isCloseTo(0.75, within(0.001));
    }

    @Test
    void anEndpointWhoseNameWouldBeTooLongIsLeftOut() {
        String host = "%s.%<s.%<s.%s.test".formatted("x".repeat(60), "y".repeat(31)); // 221 bytes of 255
        RoutingPlan longest = plan("long", 3)
                .host(host)
                .everyone(share("us-east", 10_000))
                .serving("us-east", "192.0.2.1:80", "[2001:db8:1111:2222:3333:4444:5555:6666]:80")
                .build();
        Message response = answer(query("_fairlead._tcp." + host, Type.SRV), table(longest));
        assertThat(response.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("0 30000 80 ip4-192-0-2-1.%s.".formatted(host));
    }

    private static String[] endpoints(String network, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s.%d.%d:80".formatted(network, i / 250, i % 250 + 1))
                .toArray(String[]::new);
    }

    private static DnsTable table(RoutingPlan... plans) {
        return DnsTable.of(List.of(plans), new Zones(Set.of(), List.of()));
    }

    private static Message ask(String name, int type) {
        return answer(query(name, type), TABLE);
    }

    private static Message answer(Message query, DnsTable table) {
        return Answers.answer(query, RESOLVER, table, PLACES);
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(DnsTable.name(name), type, DClass.IN));
    }
}
