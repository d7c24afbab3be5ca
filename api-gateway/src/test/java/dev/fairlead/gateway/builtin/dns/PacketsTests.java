package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.choice.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class PacketsTests {

    private static final InetAddress PEER = IpAddresses.parse("198.51.100.53");
    private static final DnsTable TABLE = DnsTable.of(
            List.of(
                    largePlan(100),
                    plan("web", 3)
                            .everyone(share("us-east", 5_000), share("us-west", 5_000))
                            .serving("us-east", "192.0.2.1:80")
                            .serving("us-west", "[2001:db8::2]:80")
                            .build()),
            new Zones(Set.of(), List.of()));

    private final Packets packets = new Packets(client -> new Place("DE", "EU", 20));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_261_122})
    void anyMutationOfAQueryIsAnsweredOrDroppedAndNeverThrows(long seed) {
        Random random = new Random(seed);
        List<byte[]> originals = List.of(query("web.demo.test."), edns("large.demo.test.", 4_096), subnet());
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = mutate(originals.get(random.nextInt(originals.size())), random);
            try {
                Optional<byte[]> answer = packets.answer(packet, PEER, Transport.UDP, TABLE);
                boolean deserves = packet.length >= 12 && (packet[2] & 0x80) == 0;
                if (answer.isPresent() != deserves || (deserves && !isAnswerTo(packet, answer.get()))) {
                    throw new IllegalStateException("wrong answer");
                }
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("seed %d, packet %s".formatted(seed, Arrays.toString(packet)), e);
            }
        }
    }

    private static boolean isAnswerTo(byte[] packet, byte[] answer) throws IOException {
        Message readable = new Message(answer);
        return answer.length <= 1_232
                && answer[0] == packet[0]
                && answer[1] == packet[1]
                && readable.getHeader().getFlag(Flags.QR);
    }

    /** As dig sends it, with a cookie behind. */
    @Test
    void takesAClientSubnetOfNoFamilyForNobodysNetwork() throws IOException {
        Message query = new Message(query("web.demo.test."));
        query.addRecord(
                new OPTRecord(
                        1_232,
                        0,
                        0,
                        0,
                        List.of(new GenericEDNSOption(8, new byte[4]), new GenericEDNSOption(10, new byte[8]))),
                Section.ADDITIONAL);

        byte[] bytes =
                packets.answer(query.toWire(), PEER, Transport.UDP, TABLE).orElseThrow();

        Message answer = new Message(bytes);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isNotEmpty();
        assertThat(answer.getOPT().getOptions(8))
                .singleElement()
                .isInstanceOfSatisfying(
                        ClientSubnetOption.class,
                        subnet -> assertThat(subnet.getScopePrefixLength()).isZero());
    }

    @Test
    void dropsResponsesAndShortPackets() {
        byte[] response = query("web.demo.test.");
        response[2] |= (byte) 0x80;
        assertThat(packets.answer(response, PEER, Transport.UDP, TABLE)).isEmpty();
        assertThat(packets.answer(new byte[11], PEER, Transport.UDP, TABLE)).isEmpty();
        assertThat(packets.answer(new byte[0], PEER, Transport.TCP, TABLE)).isEmpty();
    }

    @Test
    void saysFormatErrorToAHeaderWithGarbageBehindIt() throws IOException {
        byte[] packet = Arrays.copyOf(query("web.demo.test."), 20);
        Message answer = ask(packet, Transport.UDP);
        assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
    }

    @Test
    void saysFormatErrorToASubnetWithTooManyAddressBytes() throws IOException {
        byte[] packet = subnet();
        packet[packet.length - 6] -= 9; // the source prefix: the bytes of the address no longer fit it
        assertThat(ask(packet, Transport.UDP).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, Opcode.NOTIFY, Opcode.UPDATE, 6, 15})
    void saysNotImplementedToEveryOpcodeButAQueryWhateverItHolds(int opcode) throws IOException {
        byte[] packet = query("web.demo.test.");
        packet[2] = (byte) (opcode << 3);
        Message answer = ask(packet, Transport.UDP);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getOpcode()).isEqualTo(opcode);
    }

    @Test
    void repeatsTheQuestionByteForByteWhateverItsCase() {
        byte[] query = query("wEb.DEmo.TeST.");
        byte[] answer = packets.answer(query, PEER, Transport.UDP, TABLE).orElseThrow();
        assertThat(Arrays.copyOfRange(answer, 12, query.length)).isEqualTo(Arrays.copyOfRange(query, 12, query.length));
    }

    @ParameterizedTest
    @CsvSource({"0, 512", "100, 512", "512, 512", "800, 800", "1232, 1232", "4096, 1232", "65535, 1232"})
    void fillsAnAnswerUpToWhatIsAdvertisedAndNeverPastWhatEveryNetworkCarries(int advertised, int limit)
            throws IOException {
        byte[] query = edns("large.demo.test.", advertised);
        int fitting = (limit - query.length) / 16; // bytes of an address record
        Message whole = ask(query, Transport.UDP, large(fitting));
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(fitting);
        Message cut = ask(query, Transport.UDP, large(fitting + 1));
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.numBytes()).isLessThanOrEqualTo(limit);
        assertThat(cut.getQuestion().getName()).isEqualTo(DnsTable.name("large.demo.test"));
    }

    @Test
    void cutsToWhatTheAskerTakesAndGivesTheWholeOverTcp() throws IOException {
        Message small = ask(query("large.demo.test."), Transport.UDP);
        assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(small.numBytes()).isLessThanOrEqualTo(512);
        assertThat(small.getSection(Section.ANSWER)).hasSizeLessThan(100);
        Message larger = ask(edns("large.demo.test.", 4_096), Transport.UDP);
        assertThat(larger.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(larger.numBytes()).isLessThanOrEqualTo(1_232);
        assertThat(larger.getOPT()).as("EDNS is kept when the answer is cut").isNotNull();
        Message whole = ask(query("large.demo.test."), Transport.TCP);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(100);
    }

    private Message ask(byte[] packet, Transport transport) throws IOException {
        return ask(packet, transport, TABLE);
    }

    private Message ask(byte[] packet, Transport transport, DnsTable table) throws IOException {
        return new Message(packets.answer(packet, PEER, transport, table).orElseThrow());
    }

    private static DnsTable large(int addresses) {
        return DnsTable.of(List.of(largePlan(addresses)), new Zones(Set.of(), List.of()));
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] packet = original.clone();
        for (int i = random.nextInt(6); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(packet, random.nextInt(packet.length + 1));
            case 1 -> Arrays.copyOf(packet, packet.length + random.nextInt(40));
            default -> packet;
        };
    }

    private static RoutingPlan largePlan(int addresses) {
        return plan("large", 4)
                .everyone(share("us-east", 10_000))
                .serving(
                        "us-east",
                        IntStream.rangeClosed(1, addresses)
                                .mapToObj(i -> "192.0.2.%d:80".formatted(i))
                                .toArray(String[]::new))
                .build();
    }

    private static byte[] query(String name) {
        return Message.newQuery(Record.newRecord(DnsTable.name(name), Type.A, DClass.IN))
                .toWire();
    }

    private static byte[] edns(String name, int size) {
        Message query = Message.newQuery(Record.newRecord(DnsTable.name(name), Type.A, DClass.IN));
        query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
        return query.toWire();
    }

    private static byte[] subnet() {
        Message query = Message.newQuery(Record.newRecord(DnsTable.name("web.demo.test"), Type.A, DClass.IN));
        ClientSubnetOption option = new ClientSubnetOption(32, IpAddresses.parse("198.51.100.7"));
        query.addRecord(new OPTRecord(1_232, 0, 0, 0, option), Section.ADDITIONAL);
        return query.toWire();
    }
}
