package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.PortTakenException;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import dev.fairlead.gateway.builtin.dns.guard.RateLimit;
import dev.fairlead.gateway.builtin.dns.guard.ResponseRate;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Tally;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The real server on a real port, asked by dnsjava's resolver. */
class BuiltinDnsTests {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Cookies cookies = new Cookies(() -> List.of(new CookieKey(1, 2)), InstantSource.system());
    private final Packets packets = new Packets(client -> Place.UNKNOWN, cookies);
    private final BuiltinDns plane = plane(ANY_PORT);

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void answersOverUdpAndTcpWhatWasAppliedLast() throws IOException {
        obey(web("192.0.2.1:80"));
        assertThat(ask(false)).containsExactly("192.0.2.1");
        assertThat(ask(true)).containsExactly("192.0.2.1");
        obey(web("192.0.2.2:80"));
        assertThat(ask(false)).containsExactly("192.0.2.2");
        assertThat(ask(true)).containsExactly("192.0.2.2");
    }

    @Test
    void aResolverGetsALargeAnswerByItselfOverTcp() throws IOException {
        obey(web(IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "192.0.2.%d:80".formatted(i))
                .toArray(String[]::new)));
        assertThat(ask(false)).hasSize(100);
    }

    @Test
    void aServiceWithManyEndpointsIsCutOverUdpAndWholeOverTcp() throws IOException {
        obey(web(IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "192.0.2.%d:80".formatted(i))
                .toArray(String[]::new)));
        Message query =
                Message.newQuery(Record.newRecord(DnsTable.name("_fairlead._tcp.web.demo.test"), Type.SRV, DClass.IN));
        SimpleResolver resolver = new SimpleResolver(plane.address());
        resolver.setTimeout(Duration.ofSeconds(5));
        resolver.setIgnoreTruncation(true);
        Message cut = resolver.send(query);
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.numBytes()).isLessThanOrEqualTo(Answers.MAX_UDP);
        resolver.setIgnoreTruncation(false);
        assertThat(resolver.send(query).getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void listensOnIpv6() throws IOException {
        InetSocketAddress six = new InetSocketAddress(IpAddresses.parse("::1"), 0);
        try (BuiltinDns other = plane(six)) {
            other.apply(other.desired(List.of(web("[2001:db8::7]:80"))), other.observe());
            SimpleResolver resolver = new SimpleResolver(other.address());
            resolver.setTimeout(Duration.ofSeconds(5));
            assertThat(resolver.send(query(Type.AAAA)).getSection(Section.ANSWER))
                    .extracting(Record::rdataToString)
                    .containsExactly("2001:db8:0:0:0:0:0:7");
        }
    }

    @Test
    void verifyAsksTheServerItselfAndNamesTheHostThatIsWrong() {
        DnsTable desired = obey(web("192.0.2.1:80"));
        DnsTable other = plane.desired(List.of(web("192.0.2.2:80")));
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> plane.verify(other, desired))
                .withMessageContaining("web.demo.test");
        plane.close();
        assertThatExceptionOfType(DataPlaneException.class).isThrownBy(() -> plane.verify(other, desired));
    }

    @Test
    void closesConnectionsBeyondTheLimitAndGoesOnWithTheOthers() throws IOException {
        obey(web("192.0.2.1:80"));
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(exchange(first)).isNotEmpty();
            assertThat(exchange(second)).isNotEmpty();
            try (Socket third = connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(exchange(first)).isNotEmpty();
        }
    }

    @Test
    void aPortInUseIsOneClearSentence() {
        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> plane(plane.address()))
                .withMessageStartingWith("cannot listen on UDP ")
                .withMessageContaining("fairlead.data-planes.dns.port");
    }

    @Test
    void answersQueriesThatComeTogetherOnOneConnectionEachWithItsOwnAnswer() throws IOException {
        obey(web("192.0.2.1:80"));
        try (Socket socket = connect()) {
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (int id = 1; id <= 5; id++) {
                Message query = query(Type.A);
                query.getHeader().setID(id);
                together.write(framed(query.toWire()));
            }
            socket.getOutputStream().write(together.toByteArray());
            for (int id = 1; id <= 5; id++) {
                assertThat(new Message(answer(socket)).getHeader().getID()).isEqualTo(id);
            }
        }
    }

    @Test
    void goesOnAfterWhateverComesIn() throws IOException {
        obey(web("192.0.2.1:80"));
        Random random = new Random(7);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 500; i++) {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                socket.send(new DatagramPacket(noise, noise.length, plane.address()));
            }
        }
        for (byte[] start : List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1, -1, 5, 6})) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(start);
            }
        }
        eventually(
                PATIENCE,
                () -> assertThat(ask(false)).containsExactly("192.0.2.1")); // UDP may lose one behind the noise
        eventually(PATIENCE, () -> assertThat(ask(true)).containsExactly("192.0.2.1"));
    }

    /** For this test the loopback address is not this machine's. */
    @Test
    void whoAsksTooMuchIsSentToTcpAndWhoHasACookieIsAnswered() throws IOException {
        Gate gate = new Gate(new ResponseRate(new RateLimit(1, 1, 64), 7), cookies, peer -> false);
        try (BuiltinDns guarded = plane(ANY_PORT, gate)) {
            guarded.apply(guarded.desired(List.of(web("192.0.2.1:80"))), guarded.observe());
            SimpleResolver resolver = new SimpleResolver(guarded.address());
            resolver.setTimeout(Duration.ofSeconds(5));
            resolver.setIgnoreTruncation(true);
            Message limited = resolver.send(query(Type.A));
            for (int i = 0; i < 3 && !limited.getHeader().getFlag(Flags.TC); i++) {
                limited = resolver.send(query(Type.A));
            }
            assertThat(limited.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(limited.getSection(Section.ANSWER)).isEmpty();
            assertThat(gate.limited()).isPositive();
            resolver.setIgnoreTruncation(false);
            assertThat(resolver.send(query(Type.A)).getSection(Section.ANSWER))
                    .as("by TCP")
                    .hasSize(1);
            resolver.setIgnoreTruncation(true);
            CookieOption cookie = new CookieOption(new byte[8]);
            for (int i = 0; i < 20; i++) {
                Message query = query(Type.A);
                query.addRecord(new OPTRecord(1_232, 0, 0, 0, cookie), Section.ADDITIONAL);
                Message answer = resolver.send(query);
                assertThat(answer.getRcode()).isEqualTo(i == 0 ? answer.getRcode() : Rcode.NOERROR);
                assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
                cookie = (CookieOption)
                        answer.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
            }
        }
    }

    @Test
    void countsByDataCenterWhomItsAnswersSendThere() throws IOException {
        obey(web("192.0.2.1:80"));
        long itsOwn = answers();

        ask(false);
        ask(true);
        SimpleResolver resolver = new SimpleResolver(plane.address());
        assertThat(resolver.send(query(Type.AAAA)).getSection(Section.ANSWER)).isEmpty();
        resolver.send(query(Type.TXT));

        assertThat(answers() - itsOwn).as("those that have an address").isEqualTo(2);
    }

    private long answers() {
        List<Tally> tallies = plane.tallies();
        assertThat(tallies).hasSize(1);
        Tally web = tallies.getFirst();
        assertThat(web)
                .isEqualTo(new Tally(
                        ApplicationName.of("web"), DataCenterName.of("us-east"), null, web.requests(), 0, false));
        return web.requests();
    }

    private DnsTable obey(RoutingPlan plan) {
        DnsTable desired = plane.desired(List.of(plan));
        DnsTable before = plane.observe();
        plane.apply(desired, before);
        plane.verify(desired, before);
        assertThat(plane.observe()).isEqualTo(desired);
        return desired;
    }

    private List<String> ask(boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver(plane.address());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(2));
        return resolver.send(query(Type.A)).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private static Message query(int type) {
        return Message.newQuery(Record.newRecord(DnsTable.name("web.demo.test"), type, DClass.IN));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(5_000);
        socket.connect(plane.address());
        return socket;
    }

    /** A query that arrives in two pieces. */
    private static byte[] exchange(Socket socket) throws IOException {
        byte[] query = query(Type.A).toWire();
        byte[] framed = framed(query);
        socket.getOutputStream().write(framed, 0, 7);
        socket.getOutputStream().flush();
        socket.getOutputStream().write(framed, 7, framed.length - 7);
        return answer(socket);
    }

    private static byte[] framed(byte[] query) {
        return ByteBuffer.allocate(query.length + 2)
                .putShort((short) query.length)
                .put(query)
                .array();
    }

    private static byte[] answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readUnsignedShort());
    }

    private BuiltinDns plane(InetSocketAddress address) {
        return plane(address, new Gate(new ResponseRate(new RateLimit(1, 1, 64), 7), cookies, peer -> true));
    }

    private BuiltinDns plane(InetSocketAddress address, Gate gate) {
        TcpLimits tcp = new TcpLimits(2, 2, Duration.ofSeconds(10));
        return new BuiltinDns(address, tcp, new Zones(Set.of(), List.of()), packets, gate);
    }

    private static RoutingPlan web(String... endpoints) {
        return plan("web", 1)
                .everyone(share("us-east", 10_000))
                .serving("us-east", endpoints)
                .build();
    }
}
