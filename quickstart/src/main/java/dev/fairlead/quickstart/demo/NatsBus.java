package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A NATS server in each region, joined as one cluster, with the permissions that the project ships. */
final class NatsBus implements Bus {

    /** What its process is called, behind the region. */
    static final String PROCESS = "nats";

    private static final String PERMISSIONS = "bus/src/main/resources/dev/fairlead/bus/nats/permissions.conf";

    private final DemoOptions options;
    private final Processes processes;
    private final Secrets secrets;
    private final NatsBinary binary;
    private final String routePassword = PrivateFiles.secret();
    private final Map<RegionName, Doors> doors = new TreeMap<>();
    private final Map<RegionName, Supervised> servers = new TreeMap<>();

    NatsBus(Processes processes, Secrets secrets, List<RegionName> regions) {
        this.options = processes.options();
        this.processes = processes;
        this.secrets = secrets;
        this.binary = new NatsBinary(options.home());
        regions.forEach(region -> doors.put(region, new Doors(door(region), door(region))));
    }

    /** @param routes where the other servers come in */
    private record Doors(EndpointAddress clients, EndpointAddress routes) {}

    private EndpointAddress door(RegionName region) {
        return new EndpointAddress(processes.address(name(region)), FreePorts.next());
    }

    private static String name(RegionName region) {
        return region + "-" + PROCESS;
    }

    @Override
    public void require() {
        binary.require(options.directory().resolve("logs").resolve("extract-nats.log"));
    }

    @Override
    public String url(RegionName own) {
        return doors.keySet().stream()
                .sorted(Comparator.comparing(region -> !region.equals(own)))
                .map(region -> "nats://" + doors(region).clients())
                .collect(Collectors.joining(","));
    }

    private Doors doors(RegionName region) {
        return Objects.requireNonNull(doors.get(region));
    }

    @Override
    public void start(RegionName region) {
        Supervised server;
        synchronized (servers) {
            server = servers.computeIfAbsent(region, this::server);
        }
        server.start();
    }

    private Supervised server(RegionName region) {
        Path directory = options.directory().resolve("nats");
        Path file = directory.resolve(region + ".conf");
        PrivateFiles.write(file, configuration(region));
        return processes.process(name(region), List.of(binary.path().toString(), "-c", file.toString()), directory);
    }

    /** A server's file; the permissions name the passwords as variables, which are given in front of them. */
    private String configuration(RegionName region) {
        StringBuilder text = new StringBuilder();
        for (Service service : Service.values()) {
            text.append("FAIRLEAD_BUS_%s: \"%s\"%n".formatted(service.name(), secrets.password(service)));
        }
        String others = doors.entrySet().stream()
                .filter(other -> !other.getKey().equals(region))
                .map(other -> "\"nats://route:%s@%s\""
                        .formatted(routePassword, other.getValue().routes()))
                .collect(Collectors.joining(", "));
        return text.append("""
                        listen: "%s"
                        server_name: "%s"
                        ping_interval: "2s"
                        ping_max: 2
                        write_deadline: "2s"
                        max_pending: 8MB
                        cluster {
                          name: fairlead
                          listen: "%s"
                          no_advertise: true
                          authorization { user: route, password: "%s", timeout: 2 }
                          routes: [%s]
                        }
                        """.formatted(
                                doors(region).clients(), region, doors(region).routes(), routePassword, others))
                .append(permissions())
                .toString();
    }

    private String permissions() {
        try {
            return Files.readString(options.home().resolve(PERMISSIONS));
        } catch (IOException e) {
            throw new UncheckedIOException("the checkout lacks " + PERMISSIONS, e);
        }
    }

    @Override
    public void kill(RegionName region) {
        Supervised server = started(region);
        if (server != null) {
            server.killForGood();
        }
    }

    @Override
    public void stop(Duration patience) {
        Parallel.run(doors.keySet().stream()
                .map(region -> (Runnable) () -> {
                    Supervised server = started(region);
                    if (server != null) {
                        server.stop(patience);
                    }
                })
                .toList());
    }

    @Override
    public @Nullable Supervised started(RegionName region) {
        synchronized (servers) {
            return servers.get(region);
        }
    }
}
