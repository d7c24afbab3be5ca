package dev.fairlead.gateway.builtin.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class CookieBytesTests {

    private static final Name HOST = Name.fromConstantString("web.demo.test.");
    private static final byte[] CLIENT = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final EDNSOption COOKIE = new CookieOption(CLIENT, new byte[16]);
    private static final EDNSOption PADDING = new GenericEDNSOption(12, new byte[30]);

    @Test
    void findsTheCookieBehindOtherOptionsAndRecords() {
        Message query = query(PADDING, COOKIE);
        query.addRecord(new ARecord(HOST, DClass.IN, 5, new byte[] {1, 2, 3, 4}), Section.AUTHORITY);
        byte[] packet = query.toWire();
        int at = CookieBytes.in(packet, packet.length);
        assertThat(Arrays.copyOfRange(packet, at, at + CLIENT.length)).isEqualTo(CLIENT);
        assertThat(CookieBytes.length(packet, at)).isEqualTo(24);
    }

    @Test
    void findsNoneWhereThereIsNone() {
        byte[] packet = query(PADDING).toWire();
        assertThat(CookieBytes.in(packet, packet.length)).isNegative();
        byte[] plain =
                Message.newQuery(Record.newRecord(HOST, Type.A, DClass.IN)).toWire();
        assertThat(CookieBytes.in(plain, plain.length)).isNegative();
        assertThat(CookieBytes.in(new byte[0], 0)).isNegative();
    }

    @Test
    void readsNothingBehindTheEndOfThePacket() {
        byte[] packet = query(COOKIE).toWire();
        for (int length = 0; length < packet.length; length++) {
            assertThat(CookieBytes.in(packet, length)).as("%d bytes", length).isNegative();
        }
    }

    /** What dnsjava can read is read alike; what it cannot read does no harm. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_261_123})
    void agreesWithTheFullReaderWhateverThePacketIs(long seed) {
        Random random = new Random(seed);
        List<byte[]> originals = List.of(
                query(PADDING, COOKIE).toWire(),
                query(COOKIE, COOKIE).toWire(),
                query(PADDING).toWire());
        int found = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] packet = mutated(originals.get(random.nextInt(originals.size())), random);
            try {
                int at = CookieBytes.in(packet, packet.length);
                Optional<byte[]> expected = read(packet);
                if (expected.isPresent()) {
                    found++;
                    assertThat(Arrays.copyOfRange(packet, at, at + CookieBytes.length(packet, at)))
                            .isEqualTo(expected.get());
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed %d, packet %s".formatted(seed, Arrays.toString(packet)), e);
            }
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private static Optional<byte[]> read(byte[] packet) {
        try {
            return Optional.ofNullable(new Message(packet).getOPT())
                    .flatMap(opt ->
                            opt.getOptions(EDNSOption.Code.COOKIE).stream().findFirst())
                    .map(option -> Arrays.copyOfRange(option.toWire(), 4, option.toWire().length));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] packet = original.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 20)) : packet;
    }

    private static Message query(EDNSOption... options) {
        Message query = Message.newQuery(Record.newRecord(HOST, Type.A, DClass.IN));
        query.addRecord(new OPTRecord(1_232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        return query;
    }
}
