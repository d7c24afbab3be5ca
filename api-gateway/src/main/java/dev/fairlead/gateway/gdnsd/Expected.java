package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be answered for a host: the addresses of one data center that is up. gdnsd's configuration may have more addresses
 * there than the plan, which names only those that may be sent to.
 *
 * @param up the addresses of each data center that may be answered; none: gdnsd answers something all the same
 * @param down addresses of the others alone
 */
record Expected(String host, List<Set<InetAddress>> up, Set<InetAddress> down) {

    Expected {
        up = List.copyOf(up);
        down = Set.copyOf(down);
    }

    static Expected of(RoutingPlan plan, Set<DataCenterName> chosen) {
        List<Set<InetAddress>> up = plan.standings().stream()
                .filter(standing -> chosen.contains(standing.dataCenter()))
                .map(Expected::addresses)
                .toList();
        Set<InetAddress> down = new HashSet<>();
        plan.standings().stream()
                .filter(standing -> !chosen.contains(standing.dataCenter()))
                .forEach(standing -> down.addAll(addresses(standing)));
        up.forEach(down::removeAll);
        return new Expected(plan.host(), up, down);
    }

    private static Set<InetAddress> addresses(Standing standing) {
        return standing.endpoints().stream()
                .map(EndpointAddress::ip)
                .map(IpAddresses::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean allows(Family family, Set<InetAddress> answer) {
        if (up.isEmpty()) {
            return true;
        }
        return answer.stream().noneMatch(down::contains)
                && up.stream()
                        .map(addresses -> family.of(addresses))
                        .anyMatch(addresses ->
                                addresses.isEmpty() || answer.stream().anyMatch(addresses::contains));
    }

    /** The two kinds of address records. */
    enum Family {
        A,
        AAAA;

        Set<InetAddress> of(Set<InetAddress> addresses) {
            return addresses.stream()
                    .filter(address -> address instanceof Inet4Address == (this == A))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
