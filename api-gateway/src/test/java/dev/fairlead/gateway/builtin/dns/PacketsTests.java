package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.testing.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
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
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
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

    private static final byte[] CLIENT_COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};
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

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Cookies cookies = new Cookies(() -> List.of(new CookieKey(1, 2)), clock);
    private final Packets packets = new Packets(client -> new Place("DE", "EU", 20), cookies);

    /** Whatever comes in: nothing escapes, no answer is longer than allowed, and what is refused is no longer than what was asked. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_261_122})
    void anyPacketIsAnsweredOrDroppedAndNeverThrows(long seed) {
        Random random = new Random(seed);
        List<byte[]> originals = List.of(
                query("web.demo.test."),
                query("_fairlead._tcp.large.demo.test."),
                query("elsewhere.example."),
                edns("large.demo.test.", 4_096),
                cookie("large.demo.test.", new CookieOption(new byte[8])),
                cookie("none.demo.test.", new CookieOption(new byte[8], new byte[16])),
                subnet());
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = random.nextInt(8) == 0
                    ? noise(random)
                    : mutate(originals.get(random.nextInt(originals.size())), random);
            try {
                boolean deserves = packet.length >= 12 && (packet[2] & 0x80) == 0;
                for (Transport transport : Transport.values()) {
                    Optional<byte[]> answer = packets.answer(packet, PEER, transport, TABLE);
                    if (answer.isPresent() != deserves || (deserves && !isAnswerTo(packet, answer.get(), transport))) {
                        throw new IllegalStateException("wrong answer over " + transport);
                    }
                }
                Optional<byte[]> sentBack = packets.sendBack(packet, PEER);
                if (sentBack.isPresent() != deserves || (deserves && grows(packet, sentBack.get()))) {
                    throw new IllegalStateException("sent back wrongly");
                }
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("seed %d, packet %s".formatted(seed, Arrays.toString(packet)), e);
            }
        }
    }

    private static boolean isAnswerTo(byte[] packet, byte[] answer, Transport transport) throws IOException {
        Message readable = new Message(answer);
        boolean positive = readable.getRcode() == Rcode.NOERROR || readable.getRcode() == Rcode.NXDOMAIN;
        return answer.length <= (transport == Transport.UDP ? allowed(packet) : 0xffff)
                && answer[0] == packet[0]
                && answer[1] == packet[1]
                && readable.getHeader().getFlag(Flags.QR)
                && (positive || !grows(packet, answer));
    }

    private static int allowed(byte[] packet) {
        try {
            OPTRecord opt = new Message(packet).getOPT();
            return opt == null ? 512 : Math.clamp(opt.getPayloadSize(), 512, 1_232);
        } catch (IOException | RuntimeException e) {
            return 1_232; // a client subnet of no family is read all the same
        }
    }

    /** Beyond the half of the cookie that is ours, and a name that the question abbreviated. */
    private static boolean grows(byte[] packet, byte[] answer) {
        return answer.length > packet.length + 16 + 12;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        if (noise.length > 12) {
            noise[2] &= 0x07; // a query
            Arrays.fill(noise, 4, 12, (byte) 0);
            noise[5] = (byte) random.nextInt(2);
            noise[11] = (byte) random.nextInt(3);
        }
        return noise;
    }

    @Test
    void givesACookieToWhoAsksForOneAndKnowsItForAnHour() throws IOException {
        Message first = ask(cookie("web.demo.test.", new CookieOption(CLIENT_COOKIE)), Transport.UDP);
        assertThat(first.getSection(Section.ANSWER)).isNotEmpty();
        CookieOption given = cookie(first);
        assertThat(given.getClientCookie()).isEqualTo(CLIENT_COOKIE);
        byte[] next = cookie("web.demo.test.", given);
        assertThat(cookies.vouchFor(next, next.length, PEER)).isTrue();
        assertThat(cookies.vouchFor(next, next.length, IpAddresses.parse("198.51.100.54")))
                .isFalse();
        clock.advance(Duration.ofSeconds(3_601));
        assertThat(cookies.vouchFor(next, next.length, PEER)).isFalse();
        assertThat(cookie(ask(next, Transport.TCP)).getServerCookie()).isNotEqualTo(given.getServerCookie());
        assertThat(ask(edns("web.demo.test.", 1_232), Transport.UDP).getOPT().getOptions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 15, 41})
    void saysFormatErrorToACookieOfAnotherLength(int length) throws IOException {
        byte[] packet = cookie("web.demo.test.", new GenericEDNSOption(10, new byte[length]));
        assertThat(ask(packet, Transport.UDP).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void sendsBackToTcpWithoutARecordAndAsSmallAsTheQuestion() throws IOException {
        for (byte[] query : List.of(query("LaRge.demo.test."), edns("LaRge.demo.test.", 4_096))) {
            byte[] bytes = packets.sendBack(query, PEER).orElseThrow();
            Message answer = new Message(bytes);
            assertThat(bytes).hasSize(query.length);
            assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getQuestion().getName()).hasToString("LaRge.demo.test.");
        }
    }

    @Test
    void sendsBackWhoKnowsCookiesWithACookie() throws IOException {
        byte[] query = cookie("large.demo.test.", new CookieOption(CLIENT_COOKIE));
        Message answer = new Message(packets.sendBack(query, PEER).orElseThrow());
        assertThat(answer.getRcode()).isEqualTo(Rcode.BADCOOKIE);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        byte[] again = cookie("large.demo.test.", cookie(answer));
        assertThat(cookies.vouchFor(again, again.length, PEER)).isTrue();
    }

    private static CookieOption cookie(Message answer) {
        return (CookieOption) answer.getOPT().getOptions(10).getFirst();
    }

    private static byte[] cookie(String name, EDNSOption cookie) {
        Message query = Message.newQuery(Record.newRecord(DnsTable.name(name), Type.A, DClass.IN));
        query.addRecord(new OPTRecord(1_232, 0, 0, 0, List.of(cookie)), Section.ADDITIONAL);
        return query.toWire();
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
