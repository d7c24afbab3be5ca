package dev.fairlead.gateway.builtin.dns.direct;

import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.direct.Clients.Client;
import dev.fairlead.gateway.builtin.dns.direct.ReadyHost.Match;
import dev.fairlead.gateway.builtin.dns.direct.ReadyHost.Target;
import dev.fairlead.gateway.builtin.dns.guard.ServerCookie;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Type;

/**
 * Answers common queries over UDP for the addresses of hosts (and for HTTPS records, which browsers ask for along with them), byte
 * for byte as {@link Answers} does. For one thread: what is made ready for a table serves until there is another one.
 */
public final class DirectAnswers {

    /** The answer is not made here. */
    public static final int NOT_HERE = 0;

    private static final int OPT_FIXED = 11;
    private static final int COOKIE = ServerCookie.CLIENT + ServerCookie.SERVER;

    private final PlaceLookup places;
    private final ServerCookies cookies;
    private final Counts counts;
    private final CommonQuery query = new CommonQuery();
    private @Nullable Ready ready;

    public DirectAnswers(PlaceLookup places, ServerCookies cookies, Counts counts) {
        this.places = places;
        this.cookies = cookies;
        this.counts = counts;
    }

    /** Makes the server's half of a cookie. */
    @FunctionalInterface
    public interface ServerCookies {

        byte[] make(byte[] clientCookie, InetAddress client);
    }

    private record Ready(DnsTable table, ReadyHosts hosts, Clients clients) {}

    /**
     * Writes the answer and returns its length, or {@link #NOT_HERE}.
     *
     * @param length how many of the packet's bytes count
     * @param out {@link Answers#MAX_UDP} bytes at least
     */
    public int answer(byte[] packet, int length, InetAddress peer, DnsTable table, byte[] out) {
        if (!query.read(packet, length)) {
            return NOT_HERE;
        }
        Ready by = ready(table);
        ReadyHost host = by.hosts().find(query);
        if (host == null) {
            return NOT_HERE;
        }
        return switch (query.type()) {
            case Type.A, Type.AAAA -> addresses(host, client(by.clients(), peer), peer, out);
            case Type.HTTPS -> write(host.none(), 0, peer, out);
            default -> NOT_HERE;
        };
    }

    private Ready ready(DnsTable table) {
        Ready known = ready;
        if (known == null || known.table() != table) {
            known = new Ready(table, new ReadyHosts(table, counts), new Clients(places));
            ready = known;
        }
        return known;
    }

    private Client client(Clients clients, InetAddress peer) {
        Subnet subnet = query.subnet();
        return subnet.tells() ? clients.of(subnet.high(), subnet.low()) : clients.of(peer);
    }

    private int addresses(ReadyHost host, Client client, InetAddress peer, byte[] out) {
        Match match = host.match(client);
        if (match == null) {
            return write(host.none(), 0, peer, out);
        }
        int scope = Math.max(match.prefix(), match.audience().sticky(client));
        Target target = match.audience().target(client);
        if (target == null) {
            return write(host.none(), scope, peer, out);
        }
        Records records = target.records(query.type());
        int written = write(records, scope, peer, out);
        if (written != NOT_HERE && records.answers() > 0) {
            target.count();
        }
        return written;
    }

    private int write(Records records, int scope, InetAddress peer, byte[] out) {
        int question = query.questionEnd();
        int whole = question + records.bytes().length + optSize();
        if (whole > Math.min(query.payload(), Answers.MAX_UDP)
                || !query.subnet().takes(scope)) {
            return NOT_HERE; // cutting is an art of its own
        }
        byte[] packet = query.packet();
        System.arraycopy(packet, 0, out, 0, question);
        number(out, 2, records.flags() | (query.recursionDesired() ? 0x100 : 0));
        number(out, 6, records.answers());
        number(out, 8, records.authorities());
        System.arraycopy(records.bytes(), 0, out, question, records.bytes().length);
        if (query.edns()) {
            writeOpt(out, whole - optSize(), scope, peer);
        }
        return whole;
    }

    private int optSize() {
        if (!query.edns()) {
            return 0;
        }
        return OPT_FIXED + query.subnet().size() + (query.cookie() == 0 ? 0 : 4 + COOKIE);
    }

    private void writeOpt(byte[] out, int from, int scope, InetAddress peer) {
        out[from] = 0;
        number(out, from + 1, Type.OPT);
        number(out, from + 3, Answers.MAX_UDP);
        number(out, from + 5, 0);
        number(out, from + 7, query.dnssec() ? 0x8000 : 0);
        number(out, from + 9, optSize() - OPT_FIXED);
        int at = from + OPT_FIXED;
        if (query.subnet().present()) {
            at = query.subnet().write(query.packet(), out, at, scope);
        }
        if (query.cookie() != 0) {
            number(out, at, EDNSOption.Code.COOKIE);
            number(out, at + 2, COOKIE);
            byte[] clientCookie =
                    Arrays.copyOfRange(query.packet(), query.cookie(), query.cookie() + ServerCookie.CLIENT);
            System.arraycopy(clientCookie, 0, out, at + 4, ServerCookie.CLIENT);
            System.arraycopy(
                    cookies.make(clientCookie, peer), 0, out, at + 4 + ServerCookie.CLIENT, ServerCookie.SERVER);
        }
    }

    private static void number(byte[] out, int at, int value) {
        out[at] = (byte) (value >> 8);
        out[at + 1] = (byte) value;
    }
}
