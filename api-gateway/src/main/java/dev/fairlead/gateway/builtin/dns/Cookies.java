package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.CookieBytes;
import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import dev.fairlead.gateway.builtin.dns.guard.ServerCookie;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.xbill.DNS.CookieOption;

/** Gives DNS cookies (RFC 7873) and knows them again. */
final class Cookies {

    private final Supplier<List<CookieKey>> keys;
    private final InstantSource clock;

    /** @param keys the first makes cookies, all are accepted */
    Cookies(Supplier<List<CookieKey>> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Whether the query shows that its sender is where it says.
     *
     * @param length how many of the packet's bytes count
     */
    boolean vouchFor(byte[] packet, int length, InetAddress client) {
        int at = CookieBytes.in(packet, length);
        return at >= 0 && ServerCookie.vouches(packet, at, client, now(), keys.get());
    }

    /** The cookie for the client to show from now on. */
    CookieOption answer(CookieOption asked, InetAddress client) {
        byte[] clientCookie = asked.getClientCookie();
        return new CookieOption(clientCookie, make(clientCookie, client));
    }

    /** Our half of it. */
    byte[] make(byte[] clientCookie, InetAddress client) {
        CookieKey key = keys.get().getFirst();
        return ServerCookie.make(clientCookie, client, now(), key);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
