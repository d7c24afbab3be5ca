package dev.fairlead.gateway.builtin.dns.answer;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * All that the server can be asked about, as one immutable value.
 *
 * @param zones by apex, with the names of their name servers
 * @param fixed addresses of the name servers
 * @param inner names without data of their own that stand above others (RFC 8020: they exist)
 * @param serial of every zone: the greatest epoch
 */
public record DnsTable(
        Map<Name, List<Name>> zones,
        Map<Name, Host> hosts,
        Map<Name, List<InetAddress>> fixed,
        Set<Name> inner,
        long serial) {

    /** Authoritative for nothing. */
    public static final DnsTable EMPTY = new DnsTable(Map.of(), Map.of(), Map.of(), Set.of(), 0);

    public DnsTable {
        zones = Map.copyOf(zones);
        hosts = Map.copyOf(hosts);
        fixed = Map.copyOf(fixed);
        inner = Set.copyOf(inner);
    }

    /** What the plans make of the zones. */
    public static DnsTable of(List<RoutingPlan> plans, Zones zones) {
        Map<Name, List<Name>> apexes = new HashMap<>();
        zones.configured().forEach(apex -> apexes.put(apex, nameServers(apex, zones)));
        Map<Name, Host> hosts = new HashMap<>();
        long serial = 0;
        for (RoutingPlan plan : plans) {
            Name name = name(plan.host());
            hosts.put(name, Host.of(plan));
            if (zoneOf(name, apexes.keySet()).isEmpty()) {
                Name apex = defaultZone(name);
                apexes.put(apex, nameServers(apex, zones));
            }
            serial = Math.max(serial, plan.epoch());
        }
        Map<Name, List<InetAddress>> fixed = new HashMap<>();
        for (Zones.NameServer server : zones.nameServers()) {
            if (zoneOf(server.name(), apexes.keySet()).isPresent()) {
                fixed.put(server.name(), server.addresses());
            }
        }
        Set<Name> inner = new HashSet<>();
        Stream.of(hosts.keySet(), fixed.keySet())
                .flatMap(Set::stream)
                .forEach(name -> zoneOf(name, apexes.keySet()).ifPresent(apex -> addBetween(name, apex, inner)));
        return new DnsTable(apexes, hosts, fixed, inner, serial);
    }

    /** The closest zone around the name. */
    public Optional<Name> zoneOf(Name name) {
        return zoneOf(name, zones.keySet());
    }

    boolean exists(Name name) {
        return hosts.containsKey(name)
                || zones.containsKey(name)
                || fixed.containsKey(name)
                || inner.contains(name)
                || ServiceNames.exists(name, hosts)
                || zones.values().stream().anyMatch(servers -> servers.contains(name));
    }

    private static Optional<Name> zoneOf(Name name, Set<Name> apexes) {
        for (int stripped = 0; stripped < name.labels(); stripped++) {
            Name suffix = new Name(name, stripped);
            if (apexes.contains(suffix)) {
                return Optional.of(suffix);
            }
        }
        return Optional.empty();
    }

    /** The parent domain, unless that is a top-level domain, which nobody hands to us. */
    private static Name defaultZone(Name host) {
        return host.labels() > 3 ? new Name(host, 1) : host; // the root counts as a label
    }

    private static void addBetween(Name name, Name apex, Set<Name> inner) {
        for (Name above = name; above.labels() > apex.labels(); above = new Name(above, 1)) {
            inner.add(above);
        }
    }

    private static List<Name> nameServers(Name apex, Zones zones) {
        return zones.nameServers().isEmpty()
                ? List.of(below("ns", apex))
                : zones.nameServers().stream().map(Zones.NameServer::name).toList();
    }

    /** The label in the zone; the apex itself where that would be longer than a name may be. */
    static Name below(String label, Name apex) {
        try {
            return Name.fromString(label, apex);
        } catch (TextParseException e) {
            return apex;
        }
    }

    /** A host name as a name from the root. */
    public static Name name(String host) {
        try {
            return Name.fromString(host, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'%s' is not a host name".formatted(host), e);
        }
    }

    /**
     * What DNS has to know of an application.
     *
     * @param endpoints those that may be sent to, in order
     * @param addresses of these endpoints, each once
     * @param reserve the data centers that could take users of any audience
     */
    public record Host(
            ApplicationName application,
            int ttlSeconds,
            List<AudienceShares> audiences,
            Map<DataCenterName, List<EndpointAddress>> endpoints,
            Map<DataCenterName, List<InetAddress>> addresses,
            Set<DataCenterName> reserve) {

        static Host of(RoutingPlan plan) {
            Map<DataCenterName, List<EndpointAddress>> endpoints = new HashMap<>();
            Map<DataCenterName, List<InetAddress>> addresses = new HashMap<>();
            Set<DataCenterName> reserve = new HashSet<>();
            for (Standing standing : plan.standings()) {
                endpoints.put(standing.dataCenter(), standing.endpoints());
                addresses.put(
                        standing.dataCenter(),
                        standing.endpoints().stream()
                                .map(EndpointAddress::ip)
                                .distinct()
                                .map(IpAddresses::parse)
                                .toList());
                if (standing.state() == Standing.State.SERVING) {
                    reserve.add(standing.dataCenter());
                }
            }
            return new Host(
                    plan.application(),
                    plan.ttlSeconds(),
                    plan.audiences(),
                    Map.copyOf(endpoints),
                    Map.copyOf(addresses),
                    Set.copyOf(reserve));
        }

        /** Whether there is anything to send to. */
        boolean serves(DataCenterName dataCenter) {
            return !endpoints.getOrDefault(dataCenter, List.of()).isEmpty();
        }

        boolean has(InetAddress address) {
            return addresses.values().stream().anyMatch(some -> some.contains(address));
        }
    }
}
