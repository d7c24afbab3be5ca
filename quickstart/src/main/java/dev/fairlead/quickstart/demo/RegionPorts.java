package dev.fairlead.quickstart.demo;

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
 * Where one region's services listen on the loopback address.
 *
 * @param prefix of its processes' names; empty while there is one region only
 * @param typed those of them that a user types
 * @param services HTTP ports
 */
record RegionPorts(RegionName region, String prefix, Ports typed, Map<Service, Integer> services) {

    /** The name that the services take when nobody gives them one. */
    private static final RegionName ALONE = RegionName.of("local");

    RegionPorts {
        services = Map.copyOf(services);
    }

    /** A region for each set of ports; several are where the demo's data centers say that they are. */
    static List<RegionPorts> of(List<Ports> ports) {
        List<RegionName> names = names(ports.size());
        return IntStream.range(0, ports.size())
                .mapToObj(i -> new RegionPorts(
                        names.get(i),
                        names.size() == 1 ? "" : names.get(i) + "-",
                        ports.get(i),
                        services(ports.get(i))))
                .toList();
    }

    private static List<RegionName> names(int count) {
        return count == 1
                ? List.of(ALONE)
                : Arrays.stream(DemoDataCenter.values())
                        .limit(count)
                        .map(DemoDataCenter::region)
                        .toList();
    }

    private static Map<Service, Integer> services(Ports typed) {
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, service == Service.GATEWAY ? typed.gateway() : FreePorts.next());
        }
        return services;
    }

    int port(Service service) {
        return Objects.requireNonNull(services.get(service));
    }

    URI url(Service service) {
        return URI.create("http://127.0.0.1:" + port(service));
    }

    /** Where others find it. */
    RunningDemo.Region described() {
        return new RunningDemo.Region(
                region, url(Service.GATEWAY), typed.dns(), URI.create("http://127.0.0.1:" + typed.edge()));
    }

    /** What its process, its log and the lines about it are called. */
    String name(Service service) {
        return prefix + service.module();
    }
}
