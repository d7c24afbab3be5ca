package dev.fairlead.lab.regions;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.Processes;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** etcd with a member in each region, which elects the database's primary. */
final class Etcd {

    static final String PROCESS = "etcd";

    private static final int CLIENTS = 2379;
    private static final int PEERS = 2380;

    private final Processes processes;
    private final List<RegionName> regions;
    private final Path program;
    private final Map<RegionName, Supervised> members = new LinkedHashMap<>();

    Etcd(Processes processes, List<RegionName> regions, Path program) {
        this.processes = processes;
        this.regions = List.copyOf(regions);
        this.program = program;
    }

    void start() {
        regions.forEach(region -> {
            Supervised member = processes.process(name(region), line(region), directory(region));
            members.put(region, member);
            member.start();
        });
    }

    static String name(RegionName region) {
        return region + "-" + PROCESS;
    }

    private Path directory(RegionName region) {
        return processes.options().directory().resolve("postgres").resolve(name(region));
    }

    /** Timers for regions that are 30 to 70 ms apart. */
    private List<String> line(RegionName region) {
        String address = processes.ground().address(name(region));
        return List.of(
                program.toString(),
                "--name=" + region,
                "--data-dir=" + directory(region).resolve("data"),
                "--listen-client-urls=http://%s:%d".formatted(address, CLIENTS),
                "--advertise-client-urls=http://%s:%d".formatted(address, CLIENTS),
                "--listen-peer-urls=http://%s:%d".formatted(address, PEERS),
                "--initial-advertise-peer-urls=http://%s:%d".formatted(address, PEERS),
                "--initial-cluster="
                        + regions.stream()
                                .map(each -> "%s=http://%s:%d"
                                        .formatted(each, processes.ground().address(name(each)), PEERS))
                                .collect(Collectors.joining(",")),
                "--initial-cluster-state=new",
                "--heartbeat-interval=150",
                "--election-timeout=1500",
                "--logger=zap");
    }

    /** Where clients find a member. */
    String clients(RegionName region) {
        return "%s:%d".formatted(processes.ground().address(name(region)), CLIENTS);
    }

    Supervised member(RegionName region) {
        return Objects.requireNonNull(members.get(region), "etcd was not started yet");
    }

    void stop() {
        members.values().forEach(Supervised::killForGood);
    }
}
