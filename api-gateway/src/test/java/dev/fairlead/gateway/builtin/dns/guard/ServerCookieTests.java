package dev.fairlead.gateway.builtin.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.IpAddresses;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ServerCookieTests {

    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private static final InetAddress CLIENT = IpAddresses.parse("198.51.100.100");
    private static final String COOKIE = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";
    private static final long MADE = 1_559_731_985;

    @ParameterizedTest
    @CsvSource({
        // length, hash: vectors of the paper's reference implementation
        "0,  310e0edd47db6f72",
        "1,  fd67dc93c539f874",
        "8,  6224939a79f5f593",
        "15, e545be4961ca29a1",
        "16, db9bc2577fcc2a3f",
        "20, 98eea21af25cd6be",
    })
    void hashesAsTheReferenceDoes(int length, String hash) {
        byte[] message = new byte[32];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        CookieKey key = CookieKey.of(Arrays.copyOf(message, 16));
        long expected = SipHash.word(HexFormat.of().parseHex(hash), 0, 8);
        assertThat(SipHash.hash(key, message, length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 9018, appendix A: secret, client, time, the whole cookie
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559731985, 2464c4abcf10c957010000005cf79f111f8130c3eee29480",
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 198.51.100.100, 1559734385, 2464c4abcf10c957010000005cf7a871d4a564a1442aca77",
        "e5e973e5a6b2a43f48e7dc849e37bfcf, 203.0.113.203, 1559734700, fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e",
        "445536bcd2513298075a5d379663c962, 2001:db8:220:1:59de:d0f4:8769:82b8, 1559741961,"
                + " 22681ab97d52c298010000005cf7c609a6bb79d16625507a",
    })
    void makesTheCookiesOfTheStandardAndKnowsThemAgain(String secret, String client, long time, String cookie) {
        byte[] whole = HexFormat.of().parseHex(cookie);
        InetAddress address = IpAddresses.parse(client);
        byte[] made = ServerCookie.make(Arrays.copyOf(whole, ServerCookie.CLIENT), address, time, CookieKey.of(secret));
        assertThat(made).isEqualTo(Arrays.copyOfRange(whole, ServerCookie.CLIENT, whole.length));
        assertThat(vouches(cookie, address, time, secret)).isTrue();
    }

    @Test
    void knowsACookieOfAnotherServerThatUsesTheReservedBytes() {
        assertThat(vouches(
                        "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5",
                        IpAddresses.parse("203.0.113.203"),
                        1_559_728_000,
                        SECRET))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3600, true", "3601, false", "-300, true", "-301, false"})
    void believesACookieForAnHour(long age, boolean believed) {
        assertThat(vouches(COOKIE, CLIENT, MADE + age, SECRET)).isEqualTo(believed);
    }

    @Test
    void believesNobodyElsesCookie() {
        byte[] cookie = HexFormat.of().parseHex(COOKIE);
        for (int bit = 0; bit < cookie.length * 8; bit++) {
            byte[] other = cookie.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(vouches(HexFormat.of().formatHex(other), CLIENT, MADE, SECRET))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(vouches(COOKIE, IpAddresses.parse("198.51.100.101"), MADE, SECRET))
                .isFalse();
        assertThat(vouches(COOKIE, CLIENT, MADE, "445536bcd2513298075a5d379663c962"))
                .isFalse();
        assertThat(vouches(COOKIE.substring(0, 16), CLIENT, MADE, SECRET))
                .as("a client's half alone")
                .isFalse();
        assertThat(vouches(COOKIE + "00", CLIENT, MADE, SECRET)).isFalse();
    }

    @Test
    void acceptsThePreviousSecretWhileTheNextOneMakesTheCookies() {
        byte[] query = query(COOKIE);
        List<CookieKey> rolled = List.of(CookieKey.of("445536bcd2513298075a5d379663c962"), CookieKey.of(SECRET));
        assertThat(ServerCookie.vouches(query, CookieBytes.in(query, query.length), CLIENT, MADE, rolled))
                .isTrue();
    }

    @Test
    void knowsACookieWhenTheSecondsRunOver() {
        CookieKey key = CookieKey.of(SECRET);
        byte[] client = new byte[ServerCookie.CLIENT];
        String server = HexFormat.of().formatHex(ServerCookie.make(client, CLIENT, 0xffff_ff00L, key));
        assertThat(vouches("00".repeat(8) + server, CLIENT, 0x1_0000_0100L, SECRET))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "no hexadecimal digits at all, 32!", "e5e973e5a6b2a43f48e7dc849e37bfcf00"})
    void refusesASecretOfAnotherShapeAndDoesNotRepeatIt(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieKey.of(secret))
                .withMessage("a cookie secret is 32 hexadecimal digits");
        assertThat(CookieKey.of(SECRET)).hasToString("CookieKey");
    }

    private static boolean vouches(String cookie, InetAddress client, long now, String secret) {
        byte[] query = query(cookie);
        return ServerCookie.vouches(
                query, CookieBytes.in(query, query.length), client, now, List.of(CookieKey.of(secret)));
    }

    private static byte[] query(String cookie) {
        byte[] whole = HexFormat.of().parseHex(cookie);
        byte[] client = Arrays.copyOf(whole, ServerCookie.CLIENT);
        CookieOption option = whole.length == client.length
                ? new CookieOption(client)
                : new CookieOption(client, Arrays.copyOfRange(whole, client.length, whole.length));
        Message query =
                Message.newQuery(Record.newRecord(Name.fromConstantString("web.demo.test."), Type.A, DClass.IN));
        query.addRecord(new OPTRecord(1_232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        return query.toWire();
    }
}
