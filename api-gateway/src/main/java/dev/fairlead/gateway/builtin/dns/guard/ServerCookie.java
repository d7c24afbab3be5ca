package dev.fairlead.gateway.builtin.dns.guard;

import java.net.InetAddress;
import java.util.List;

/**
 * Server cookies of version 1 (RFC 9018): a time, and a hash over it, the client's cookie and its address. Whoever shows one
 * has got an answer at that address lately.
 */
public final class ServerCookie {

    /** Of a client cookie, in bytes. */
    public static final int CLIENT = 8;

    /** Of our half, in bytes. */
    public static final int SERVER = 16;

    private static final int VERSION = 1;
    /** What is hashed before the address: the client cookie, version, reserved bytes and time. */
    private static final int HEAD = 16;

    private static final int IPV6 = 16;
    /** Seconds. */
    private static final int OLDEST = 3_600;
    /** Seconds: another server's clock may be ahead. */
    private static final int NEWEST = -300;

    private ServerCookie() {}

    /** @param now in seconds since 1970 */
    public static byte[] make(byte[] clientCookie, InetAddress client, long now, CookieKey key) {
        byte[] cookie = new byte[CLIENT + SERVER];
        System.arraycopy(clientCookie, 0, cookie, 0, CLIENT);
        cookie[CLIENT] = VERSION;
        for (int i = 0; i < 4; i++) {
            cookie[CLIENT + 4 + i] = (byte) (now >> 24 - 8 * i);
        }
        long hash = hash(cookie, 0, client.getAddress(), key);
        byte[] server = new byte[SERVER];
        System.arraycopy(cookie, CLIENT, server, 0, SERVER / 2);
        for (int i = 0; i < 8; i++) {
            server[SERVER / 2 + i] = (byte) (hash >> 8 * i);
        }
        return server;
    }

    /**
     * Whether one of the keys made this cookie for this client within the last hour.
     *
     * @param at where it begins in the packet, as {@link CookieBytes} found it
     * @param now in seconds since 1970
     */
    public static boolean vouches(byte[] packet, int at, InetAddress client, long now, List<CookieKey> keys) {
        if (CookieBytes.length(packet, at) != CLIENT + SERVER || packet[at + CLIENT] != VERSION) {
            return false;
        }
        int made = Integer.reverseBytes((int) SipHash.word(packet, at + CLIENT + 4, 4));
        int age = (int) now - made; // serial numbers (RFC 1982): the seconds run over in 2106
        if (age < NEWEST || age > OLDEST) {
            return false;
        }
        byte[] address = client.getAddress();
        long shown = SipHash.word(packet, at + HEAD, 8);
        for (CookieKey key : keys) {
            if (hash(packet, at, address, key) == shown) {
                return true;
            }
        }
        return false;
    }

    private static long hash(byte[] bytes, int from, byte[] address, CookieKey key) {
        byte[] hashed = new byte[HEAD + IPV6];
        System.arraycopy(bytes, from, hashed, 0, HEAD);
        System.arraycopy(address, 0, hashed, HEAD, address.length);
        return SipHash.hash(key, hashed, HEAD + address.length);
    }
}
