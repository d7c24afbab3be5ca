package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client may be answered for one address family.
 *
 * @param client a network to ask for; absent: whatever address asks
 * @param alternatives the addresses of each audience that the client may belong to
 */
record Expected(@Nullable Network client, Family family, List<Set<InetAddress>> alternatives) {

    /** Nobody is sent anywhere. */
    static final List<Expected> NOTHING = Arrays.stream(Family.values())
            .map(family -> new Expected(null, family, List.of(Set.of())))
            .toList();

    /** Where PowerDNS takes a client to be is not known here, so countries and continents are not asked one by one. */
    static List<Expected> of(RoutingPlan plan) {
        List<Expected> all = new ArrayList<>();
        for (Family family : Family.values()) {
            all.add(new Expected(null, family, alternatives(plan, plan.audiences(), family)));
            for (AudienceShares audience : plan.audiences()) {
                for (Network network : audience.networks()) {
                    AudienceMatch.of(plan.audiences(), network.address(), client -> Place.UNKNOWN)
                            .map(match -> alternatives(plan, List.of(match.shares()), family))
                            .ifPresent(alternatives -> all.add(new Expected(network, family, alternatives)));
                }
            }
        }
        return List.copyOf(all);
    }

    private static List<Set<InetAddress>> alternatives(
            RoutingPlan plan, List<AudienceShares> audiences, Family family) {
        return audiences.stream()
                .map(audience -> LuaContent.addresses(plan, audience, family).stream()
                        .map(InetAddress::ofLiteral)
                        .collect(Collectors.toUnmodifiableSet()))
                .distinct()
                .toList();
    }

    boolean allows(Set<InetAddress> answer) {
        return alternatives.stream()
                .anyMatch(allowed -> allowed.containsAll(answer) && allowed.isEmpty() == answer.isEmpty());
    }
}
