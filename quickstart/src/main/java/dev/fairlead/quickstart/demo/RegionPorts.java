package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.control.RunningDemo;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where one region's services listen.
 *
 * @param prefix of its processes' names; empty while there is one region only
 * @param typed those of them that a user types
 * @param services HTTP
 */
record RegionPorts(RegionName region, String prefix, Ports typed, Map<Service, EndpointAddress> services) {

    /** The name that the services take when nobody gives them one. */
    private static final RegionName ALONE = RegionName.of("local");

    RegionPorts {
        services = Map.copyOf(services);
    }

    /** A region for each set of ports. */
    static List<RegionPorts> of(List<Ports> ports, Ground ground) {
        List<RegionName> names = names(ports.size());
        return IntStream.range(0, ports.size())
                .mapToObj(i -> {
                    String prefix = names.size() == 1 ? "" : names.get(i) + "-";
                    return new RegionPorts(names.get(i), prefix, ports.get(i), services(prefix, ports.get(i), ground));
                })
                .toList();
    }

    /** Several regions are where the demo's data centers say that they are. */
    static List<RegionName> names(int count) {
        return count == 1
                ? List.of(ALONE)
                : Arrays.stream(DemoDataCenter.values())
                        .limit(count)
                        .map(DemoDataCenter::region)
                        .toList();
    }

    private static Map<Service, EndpointAddress> services(String prefix, Ports typed, Ground ground) {
        Map<Service, EndpointAddress> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            int port = service == Service.GATEWAY ? typed.gateway() : FreePorts.next();
            services.put(service, new EndpointAddress(ground.address(prefix + service.module()), port));
        }
        return services;
    }

    EndpointAddress address(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    URI url(Service service) {
        return URI.create("http://" + address(service));
    }

    /** Where others find it. */
    RunningDemo.Region described() {
        return new RunningDemo.Region(
                region,
                url(Service.GATEWAY),
                typed.dns(),
                URI.create(
                        "http://" + new EndpointAddress(address(Service.GATEWAY).ip(), typed.edge())));
    }

    /** What its process, its log and the lines about it are called. */
    String name(Service service) {
        return prefix + service.module();
    }
}
