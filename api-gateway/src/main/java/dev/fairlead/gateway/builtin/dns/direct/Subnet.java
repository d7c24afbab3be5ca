package dev.fairlead.gateway.builtin.dns.direct;

import static dev.fairlead.gateway.builtin.dns.direct.CommonQuery.number;

/** The client subnet of a query (RFC 7871), read where it lies. One after the other, as {@link CommonQuery}. */
final class Subnet {

    private static final int FIXED = 4;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    /** Before an IPv4 address that is written as an IPv6 one. */
    private static final long MAPPED = 0xffff_0000_0000L;

    private int data;
    private int length;
    private int source;
    private int bits;
    private long high;
    private long low;

    void clear() {
        data = 0;
    }

    /** Whether it is one that keeps the rules. An IPv4 address in the clothes of an IPv6 one is left alone. */
    boolean read(byte[] packet, int from, int count) {
        if (count < FIXED || packet[from + 3] != 0) {
            return false;
        }
        data = from;
        length = count;
        source = packet[from + 2] & 0xff;
        int given = count - FIXED;
        int family = number(packet, from);
        bits = family == IPV4 ? 32 : 128;
        if (family != IPV4 && family != IPV6 || source > bits || given != (source + 7) / 8) {
            return false;
        }
        int beyond = -source & 7;
        if (beyond != 0 && (packet[from + FIXED + given - 1] & (1 << beyond) - 1) != 0) {
            return false;
        }
        int at = from + FIXED;
        if (family == IPV4) {
            high = 0;
            low = MAPPED | part(packet, at, given, 4);
            return true;
        }
        high = part(packet, at, given, 8);
        low = part(packet, at + 8, given - 8, 8);
        return high != 0 || low >>> 32 != MAPPED >>> 32;
    }

    /** So many bytes as a number; those that are not given are 0. */
    private static long part(byte[] packet, int from, int given, int bytes) {
        long part = 0;
        for (int i = 0; i < bytes; i++) {
            part = part << 8 | (i < given ? packet[from + i] & 0xff : 0);
        }
        return part;
    }

    boolean present() {
        return data != 0;
    }

    /** Whether it tells a client at all, or hides it. */
    boolean tells() {
        return data != 0 && source > 0;
    }

    /** The first half of the address, as {@link Clients} has it. */
    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Whether an answer to it may say so. */
    boolean takes(int scope) {
        return !tells() || scope <= bits;
    }

    /** In bytes, with code and length. */
    int size() {
        return data == 0 ? 0 : 4 + length;
    }

    /** Writes it back with the scope; returns where it ends. */
    int write(byte[] packet, byte[] out, int at, int scope) {
        System.arraycopy(packet, data - 4, out, at, size());
        out[at + 4 + 3] = (byte) (source == 0 ? 0 : scope);
        return at + size();
    }
}
