package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What plain records can say of a plan: all the addresses of every data center that has a share of everyone else, each
 * address as often as any other. Which of them a client takes is up to the server's rotation, its resolver and itself.
 *
 * @param addresses those of each share that is not zero
 */
record EqualParts(Map<Share, Set<InetAddress>> addresses) {

    EqualParts {
        addresses = Map.copyOf(addresses);
    }

    static EqualParts of(RoutingPlan plan) {
        Map<DataCenterName, Set<InetAddress>> endpoints = plan.standings().stream()
                .collect(Collectors.toMap(
                        Standing::dataCenter,
                        standing -> standing.endpoints().stream()
                                .map(EndpointAddress::ip)
                                .map(IpAddresses::parse)
                                .collect(Collectors.toUnmodifiableSet())));
        Map<Share, Set<InetAddress>> addresses = new HashMap<>();
        for (Share share : everyone(plan)) {
            addresses.put(share, endpoints.getOrDefault(share.dataCenter(), Set.of()));
        }
        return new EqualParts(addresses);
    }

    private static Set<Share> everyone(RoutingPlan plan) {
        return plan.audiences().isEmpty() ? Set.of() : given(plan.audiences().getLast());
    }

    private static Set<Share> given(AudienceShares audience) {
        return audience.shares().stream()
                .filter(share -> share.basisPoints() > 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a plan sends some audience elsewhere than everyone else, which plain records do not. */
    static boolean mixAudiences(RoutingPlan plan) {
        return plan.audiences().stream().anyMatch(audience -> !given(audience).equals(everyone(plan)));
    }

    Set<InetAddress> all() {
        Set<InetAddress> all = new HashSet<>();
        addresses.values().forEach(all::addAll);
        return all;
    }

    /** Whether the equal parts come to the shares, but for rounding; data centers without an address of a family do not count in it. */
    boolean keepShares() {
        return keepShares(Inet4Address.class) && keepShares(Inet6Address.class);
    }

    private boolean keepShares(Class<? extends InetAddress> family) {
        Map<Share, Long> counts = new HashMap<>();
        addresses.forEach((share, some) -> {
            long count = some.stream().filter(family::isInstance).count();
            if (count > 0) {
                counts.put(share, count);
            }
        });
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long whole = counts.keySet().stream().mapToLong(Share::basisPoints).sum();
        return counts.entrySet().stream()
                .allMatch(
                        part -> Math.abs(part.getValue() * whole - part.getKey().basisPoints() * all) < all);
    }
}
