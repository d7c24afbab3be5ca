package dev.fairlead.gateway.builtin.dns.guard;

import java.net.InetAddress;

/** The network whose clients are counted together: an IPv4 /24, an IPv6 /56, as one number. */
public final class ClientNetwork {

    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 7;

    private ClientNetwork() {}

    /** Different for different networks, and never 0. */
    public static long of(InetAddress client) {
        byte[] address = client.getAddress();
        int bytes = address.length == 4 ? IPV4_BYTES : IPV6_BYTES;
        long number = address.length;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | address[i] & 0xff;
        }
        return number;
    }
}
