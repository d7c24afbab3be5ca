package dev.fairlead.contracts;

import java.net.InetAddress;

/** Parsing of literal IP addresses; a host name is refused, never looked up. */
public final class IpAddresses {

    private IpAddresses() {}

    /** The address written in {@code text}; refuses everything that is not a literal IPv4 or IPv6 address. */
    public static InetAddress parse(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'%s' is not an IP address".formatted(text), e);
        }
    }
}
