package dev.fairlead.gateway.builtin.edge.route;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who a request is from: the peer, or, behind proxies that are trusted, the last address in {@code X-Forwarded-For} that
 * none of them has. What stands before it anybody could have written.
 */
public final class ClientAddress {

    private ClientAddress() {}

    /** @param forwardedFor the header's values in order */
    public static InetAddress of(InetAddress peer, List<String> forwardedFor, List<Network> trusted) {
        List<String> hops = forwardedFor.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
        InetAddress client = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client, trusted); i--) {
            Optional<InetAddress> hop = parse(hops.get(i));
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    public static boolean isTrusted(InetAddress address, List<Network> trusted) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> parse(String hop) {
        try {
            return Optional.of(IpAddresses.parse(hop));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
