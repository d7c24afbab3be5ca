package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where an endpoint listens: an IP address and a port, written {@code 192.0.2.1:443} or {@code [2001:db8::1]:443}.
 * Never a host name, so that what is probed, what is answered by DNS and what a proxy connects to are the same thing.
 */
public record EndpointAddress(String ip, int port) implements Comparable<EndpointAddress> {

    public EndpointAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not between 1 and 65535".formatted(port));
        }
        ip = IpAddresses.parse(ip).getHostAddress();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EndpointAddress of(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        if (colon < 1 || (!bracketed && text.indexOf(':') != colon)) {
            throw new IllegalArgumentException(
                    "'%s' is not an address and a port such as 192.0.2.1:443".formatted(text));
        }
        try {
            return new EndpointAddress(
                    bracketed ? text.substring(1, colon - 1) : text.substring(0, colon),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' does not end in a port number".formatted(text), e);
        }
    }

    @Override
    public int compareTo(EndpointAddress other) {
        int byIp = ip.compareTo(other.ip);
        return byIp != 0 ? byIp : Integer.compare(port, other.port);
    }

    @JsonValue
    @Override
    public String toString() {
        return ip.indexOf(':') < 0 ? ip + ":" + port : "[" + ip + "]:" + port;
    }
}
