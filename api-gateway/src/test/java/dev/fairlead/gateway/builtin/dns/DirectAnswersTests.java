package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.builtin.dns.direct.DirectAnswers;
import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.testing.MutableClock;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Beside {@link Packets}, which says what is right. */
class DirectAnswersTests {

    private static final List<InetAddress> PEERS = List.of(
            IpAddresses.parse("198.51.100.53"), IpAddresses.parse("2001:db8:53::1"), IpAddresses.parse("127.0.0.1"));

    private static final List<String> NAMES = List.of(
            "web.demo.test",
            "web.demo.test",
            "split.demo.test",
            "office.demo.test",
            "office.demo.test",
            "six.demo.test",
            "large.demo.test",
            "closed.demo.test",
            "mute.demo.test",
            "gone.demo.test",
            "deep.eu.demo.test",
            "shallow.test",
            "_fairlead._tcp.web.demo.test",
            "ip4-192-0-2-1.web.demo.test",
            "a.demo.test",
            "demo.test",
            "none.demo.test",
            "example.com",
            ".");
    private static final List<Integer> TYPES =
            List.of(Type.A, Type.A, Type.A, Type.AAAA, Type.HTTPS, Type.MX, Type.SRV, Type.ANY, Type.SOA, Type.NS);
    private static final List<DnsTable> TABLES = List.of(
            DnsTable.of(plans(5_000), new Zones(Set.of(), List.of())),
            DnsTable.of(
                    plans(9_000),
                    new Zones(
                            Set.of(DnsTable.name("demo.test"), DnsTable.name("office.demo.test")),
                            List.of(
                                    new Zones.NameServer(
                                            DnsTable.name("a.demo.test"), List.of(IpAddresses.parse("192.0.2.53"))),
                                    new Zones.NameServer(DnsTable.name("b.example.com"), List.of())))));

    /** By the second byte of the address; one in five is nowhere. */
    private static final PlaceLookup PLACES = client -> {
        byte[] bytes = client.getAddress();
        int prefix = bytes[1] & 31;
        return switch ((bytes[1] & 0xff) % 5) {
            case 0 -> new Place("DE", "EU", prefix);
            case 1 -> new Place("FR", "EU", prefix);
            case 2 -> new Place(null, "AS", prefix);
            case 3 -> new Place("US", "NA", prefix);
            default -> new Place(null, null, prefix);
        };
    };

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Cookies cookies = new Cookies(() -> List.of(new CookieKey(1, 2)), clock);
    private final Packets packets = new Packets(PLACES, cookies);
    private final AnswersGiven given = new AnswersGiven();
    private final AnswersGiven expectedGiven = new AnswersGiven();
    private final DirectAnswers direct = packets.direct(given);
    private final byte[] out = new byte[1_232];

    @ParameterizedTest
    @CsvSource({"1, 4470", "2, 4391", "20261123, 4412"})
    void whatItAnswersIsWhatTheLongWayAnswersByteForByte(long seed, int answered) {
        Random random = new Random(seed);
        int taken = 0;
        DnsTable table = TABLES.getFirst();
        for (int i = 0; i < 40_000; i++) {
            if (random.nextInt(1_000) == 0) {
                table = any(TABLES, random);
            }
            byte[] packet = random.nextInt(3) == 0 ? mangled(query(random), random) : query(random);
            InetAddress peer = any(PEERS, random);
            try {
                Optional<byte[]> answer = direct(packet, peer, table);
                if (answer.isPresent()) {
                    taken++;
                    Optional<byte[]> expected = packets.answer(packet, peer, Transport.UDP, table, expectedGiven);
                    assertThat(answer).get().isEqualTo(expected.orElseThrow());
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed %d, peer %s, packet %s".formatted(seed, peer, Arrays.toString(packet)), e);
            }
        }
        assertThat(taken).isEqualTo(answered);
        assertThat(given.tallies()).containsExactlyInAnyOrderElementsOf(expectedGiven.tallies());
    }

    @Test
    void answersWhatResolversCommonlyAskAndNothingElse() {
        List<EDNSOption> usual = List.of(option(8, 0, 1, 24, 0, 100, 64, 7), option(10, 1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(direct(plain("wEB.demo.test", Type.A, List.of()))).isPresent();
        assertThat(direct(plain("web.demo.test", Type.A, usual))).isPresent();
        assertThat(direct(plain("office.demo.test", Type.AAAA, usual))).isPresent();
        assertThat(direct(plain("web.demo.test", Type.HTTPS, usual))).isPresent();
        assertThat(direct(plain("web.demo.test", Type.A, List.of(option(8, 0, 2, 48, 0, 32, 1, 13, 184, 0, 1)))))
                .isPresent();

        assertThat(direct(plain("none.demo.test", Type.A, usual))).isEmpty();
        assertThat(direct(plain("web.demo.test", Type.MX, usual))).isEmpty();
        assertThat(direct(plain("large.demo.test", Type.A, usual))).isEmpty();
        assertThat(direct(plain("web.demo.test", Type.A, List.of(option(3))))).isEmpty();
        assertThat(direct(plain("web.demo.test", Type.A, List.of(option(8, 0, 1, 24, 24, 100, 64, 7)))))
                .isEmpty();
        assertThat(direct(plain("web.demo.test", Type.A, List.of(option(8, 0, 1, 20, 0, 100, 64, 7)))))
                .as("bits beyond the prefix")
                .isEmpty();
    }

    private Optional<byte[]> direct(byte[] packet) {
        return direct(packet, PEERS.getFirst(), TABLES.getFirst());
    }

    /** In a buffer that holds more than the packet. */
    private Optional<byte[]> direct(byte[] packet, InetAddress peer, DnsTable table) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + 600);
        Arrays.fill(buffer, packet.length, buffer.length, (byte) 1);
        int length = direct.answer(buffer, packet.length, peer, table, out);
        return length == DirectAnswers.NOT_HERE ? Optional.empty() : Optional.of(Arrays.copyOf(out, length));
    }

    private static byte[] plain(String name, int type, List<EDNSOption> options) {
        Message query = Message.newQuery(Record.newRecord(DnsTable.name(name), type, DClass.IN));
        query.addRecord(new OPTRecord(1_232, 0, 0, 0, options), Section.ADDITIONAL);
        return query.toWire();
    }

    private static byte[] query(Random random) {
        int dclass = random.nextInt(20) == 0 ? DClass.CH : DClass.IN;
        Message query = Message.newQuery(
                Record.newRecord(DnsTable.name(anyCase(any(NAMES, random), random)), any(TYPES, random), dclass));
        if (random.nextInt(5) > 0) {
            int size = any(List.of(0, 512, 600, 1_232, 4_096, 65_535), random);
            int version = random.nextInt(30) == 0 ? 1 : 0;
            int flags = random.nextInt(3) == 0 ? ExtendedFlags.DO : 0;
            query.addRecord(new OPTRecord(size, 0, version, flags, options(random)), Section.ADDITIONAL);
        }
        byte[] packet = query.toWire();
        packet[2] = (byte) (random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(2));
        packet[3] = (byte) (random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(4) << 4);
        return packet;
    }

    private static List<EDNSOption> options(Random random) {
        List<EDNSOption> options = new ArrayList<>();
        while (random.nextInt(3) > 0) {
            options.add(
                    switch (random.nextInt(12)) {
                        case 0 -> new GenericEDNSOption(random.nextInt(20), bytes(random.nextInt(6), random));
                        case 1, 2, 3, 4 -> new GenericEDNSOption(10, cookie(random));
                        default -> new GenericEDNSOption(8, subnet(random));
                    });
        }
        return options;
    }

    private static byte[] cookie(Random random) {
        return bytes(any(List.of(8, 8, 24, 24, 16, 40, 7, 12, 41), random), random);
    }

    /** Now and then one that breaks a rule. */
    private static byte[] subnet(Random random) {
        boolean six = random.nextBoolean();
        int most = six ? 128 : 32;
        int source = random.nextInt(20) == 0 ? random.nextInt(256) : random.nextInt(most + 1);
        int given = random.nextInt(20) == 0 ? random.nextInt(18) : (source + 7) / 8;
        byte[] data = bytes(4 + given, random);
        data[0] = 0;
        data[1] = (byte) (six ? 2 : 1);
        data[2] = (byte) source;
        data[3] = (byte) (random.nextInt(20) == 0 ? 1 : 0);
        if (six && random.nextInt(4) == 0) {
            Arrays.fill(data, 4, Math.min(data.length, 14), (byte) 0);
            Arrays.fill(data, Math.min(data.length, 14), Math.min(data.length, 16), (byte) 0xff); // a mapped address
        }
        if (source % 8 != 0 && given > 0 && random.nextInt(20) > 0) {
            data[data.length - 1] &= (byte) (0xff << 8 - source % 8);
        }
        return data;
    }

    private static byte[] mangled(byte[] original, Random random) {
        byte[] packet = original.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(packet, random.nextInt(packet.length + 1));
            case 1 -> Arrays.copyOf(packet, packet.length + random.nextInt(40));
            default -> packet;
        };
    }

    private static String anyCase(String name, Random random) {
        StringBuilder mixed = new StringBuilder();
        name.chars().forEach(c -> mixed.append((char) (random.nextBoolean() ? Character.toUpperCase(c) : c)));
        return mixed.toString();
    }

    private static byte[] bytes(int count, Random random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static EDNSOption option(int code, int... data) {
        byte[] bytes = new byte[data.length];
        IntStream.range(0, data.length).forEach(i -> bytes[i] = (byte) data[i]);
        return new GenericEDNSOption(code, bytes);
    }

    private static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    /** @param basisPoints that one data center gets where two share the users */
    private static List<RoutingPlan> plans(int basisPoints) {
        return List.of(
                plan("web", 3)
                        .audience("germany", List.of("DE"), List.of(), share("east", 10_000))
                        .audience("europe", List.of("FR"), List.of("EU"), share("east", 2_000), share("west", 8_000))
                        .audience("asia", List.of("FR", "JP"), List.of("AS", "EU"), share("west", 10_000))
                        .everyone(share("west", basisPoints), share("east", 10_000 - basisPoints))
                        .serving("east", "192.0.2.1:80", "192.0.2.1:81", "[2001:db8::1]:80")
                        .serving("west", "192.0.2.2:80", "192.0.2.3:80")
                        .build(),
                plan("split", 4)
                        .everyone(
                                share("west", basisPoints),
                                share("east", 9_000 - basisPoints),
                                share("north", 1_000),
                                share("south", 0))
                        .serving("east", "192.0.2.1:80")
                        .serving("west", "192.0.2.2:80")
                        .standing("north", Standing.State.DOWN, ServingMode.READ_WRITE)
                        .serving("south", "192.0.2.4:80")
                        .build(),
                plan("office", 5)
                        .network("office", "100.64.0.0/10", share("east", 10_000))
                        .network(
                                "floor",
                                "100.64.8.0/21",
                                share("west", basisPoints),
                                share("east", 10_000 - basisPoints))
                        .network("six", "2001:db8:1::/48", share("west", 10_000))
                        .audience("europe", List.of(), List.of("EU"), share("west", 10_000))
                        .everyone(share("east", basisPoints), share("west", 10_000 - basisPoints))
                        .serving("east", "192.0.2.1:80", "[2001:db8::1]:80")
                        .serving("west", "192.0.2.2:80")
                        .build(),
                plan("six", 6)
                        .everyone(share("east", 10_000))
                        .serving("east", "[2001:db8::1]:80", "[2001:db8::2]:80")
                        .build(),
                plan("large", 7)
                        .everyone(share("east", 10_000))
                        .serving(
                                "east",
                                IntStream.rangeClosed(1, 100)
                                        .mapToObj(i -> "192.0.2.%d:80".formatted(i))
                                        .toArray(String[]::new))
                        .build(),
                plan("closed", 8).everyone().serving("east", "192.0.2.1:80").build(),
                plan("mute", 9).serving("east", "192.0.2.1:80").build(),
                plan("gone", basisPoints)
                        .everyone(share("east", 5_000), share("west", 5_000))
                        .standing("east", Standing.State.DOWN, ServingMode.READ_WRITE)
                        .build(),
                plan("deep", 2)
                        .host("deep.eu.demo.test")
                        .everyone(share("east", 10_000))
                        .serving("east", "192.0.2.1:80")
                        .build(),
                plan("shallow", 2)
                        .host("shallow.test")
                        .everyone(share("east", 5_000), share("west", 5_000))
                        .serving("east", "192.0.2.1:80")
                        .serving("west", "[2001:db8::2]:80")
                        .build());
    }
}
