package dev.fairlead.service.address;

import dev.fairlead.contracts.Network;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that nothing in a data center is served from, but that a probe, a proxy or a call from inside the network could
 * be lured to. An IPv4-mapped address is judged as the IPv4 address in it, which is how it is parsed. After the IANA
 * special-purpose registries (RFC 6890) and the instance metadata services of the large clouds.
 */
public final class ForbiddenAddresses {

    private static final String LOOPBACK = "a loopback address";
    private static final String METADATA = "an instance metadata address";

    private static final Map<Network, String> RANGES = ranges();

    private ForbiddenAddresses() {}

    private static Map<Network, String> ranges() {
        Map<Network, String> ranges = new LinkedHashMap<>();
        ranges.put(Network.of("127.0.0.0/8"), LOOPBACK);
        ranges.put(Network.of("::1/128"), LOOPBACK);
        ranges.put(Network.of("0.0.0.0/8"), "an unspecified address");
        ranges.put(Network.of("169.254.0.0/16"), "a link-local address, where clouds serve instance metadata");
        ranges.put(Network.of("fe80::/10"), "a link-local address");
        ranges.put(Network.of("fec0::/10"), "a site-local address");
        ranges.put(Network.of("fd00:ec2::254/128"), METADATA);
        ranges.put(Network.of("100.100.100.200/32"), METADATA);
        ranges.put(Network.of("168.63.129.16/32"), METADATA);
        ranges.put(Network.of("192.0.0.192/32"), METADATA);
        ranges.put(Network.of("224.0.0.0/4"), "a multicast address");
        ranges.put(Network.of("ff00::/8"), "a multicast address");
        ranges.put(Network.of("240.0.0.0/4"), "a reserved or broadcast address");
        ranges.put(Network.of("::/96"), "an unspecified or IPv4-compatible address");
        ranges.put(Network.of("64:ff9b::/96"), "an IPv4 address behind NAT64");
        ranges.put(Network.of("2002::/16"), "an IPv4 address behind 6to4");
        return ranges;
    }

    /** Why the address is refused, as a noun phrase; empty when it is not. */
    public static Optional<String> why(InetAddress address, boolean allowLoopback) {
        for (Map.Entry<Network, String> range : RANGES.entrySet()) {
            if (range.getKey().contains(address)) {
                boolean allowed = allowLoopback && range.getValue().equals(LOOPBACK);
                return allowed ? Optional.empty() : Optional.of(range.getValue());
            }
        }
        return Optional.empty();
    }
}
