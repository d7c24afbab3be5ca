package dev.fairlead.benchmarks;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.ProcessTree;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.demo.Service;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many applications in twice as many data centers as there are regions, and what one region's processes then take at rest:
 * five services, NATS, etcd and a member of the database. Each endpoint is probed every ten seconds from each region.
 */
final class LargeFleet {

    private static final int PROBE_EVERY_MS = 10_000;
    private static final int WRITERS = 8;
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);

    private final Lab lab;
    private final int applications;

    LargeFleet(Lab lab, int applications) {
        this.lab = lab;
        this.applications = applications;
    }

    void measure() throws IOException {
        describe();
        RegionsBenchmark.await(this::decidedEverywhere);
        LockSupport.parkNanos(SETTLING.toNanos());
        Map<RegionName, Usage> before = usage();
        long began = System.nanoTime();
        LockSupport.parkNanos(MEASURED.toNanos());
        double elapsed = (System.nanoTime() - began) / 1e9;
        usage().forEach((region, after) -> System.out.printf(
                Locale.ROOT,
                "regions  %s with %d applications × %d data centers: %.0f MB resident, %.2f cores at rest (aims: 3000 MB, 1 core; %s)%n",
                region,
                applications,
                lab.regions().size() * 2,
                after.residentMb(),
                (after.seconds() - Objects.requireNonNull(before.get(region)).seconds()) / elapsed,
                Machine.load()));
    }

    /** What all processes of a region take. */
    private record Usage(double residentMb, double seconds) {}

    private Map<RegionName, Usage> usage() {
        Map<RegionName, Usage> all = new LinkedHashMap<>();
        for (RegionName region : lab.regions()) {
            List<ProcessTree> processes = processes(region);
            double residentMb = processes.stream()
                    .flatMap(tree -> tree.processes().stream())
                    .mapToDouble(Machine::residentMb)
                    .sum();
            double seconds = processes.stream()
                    .mapToDouble(ProcessTree::processorSeconds)
                    .sum();
            all.put(region, new Usage(residentMb, seconds));
        }
        return all;
    }

    private List<ProcessTree> processes(RegionName region) {
        List<ProcessTree> all = new ArrayList<>();
        lab.controlPlane().region(region).processes().forEach(process -> all.add(ProcessTree.of(process)));
        all.add(ProcessTree.of(lab.controlPlane().bus(region)));
        all.add(ProcessTree.of(lab.database().member(region)));
        all.add(ProcessTree.of(lab.database().elector(region)));
        return all;
    }

    private boolean decidedEverywhere() {
        return lab.regions().stream().allMatch(region -> {
            try {
                return lab.gateway(region).plans().size() > applications;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void describe() throws IOException {
        RegionName writer = lab.database().leader().orElse(lab.regions().getFirst());
        GatewayClient gateway = lab.gateway(writer);
        for (DemoDataCenter each : DemoDataCenter.values()) {
            gateway.apply(
                    "data-centers",
                    new Resource<>(
                            "DataCenter",
                            new Resource.Metadata(second(each).value(), null),
                            new DataCenterSpec(each.region(), each.location())));
        }
        AtomicInteger next = new AtomicInteger();
        List<ProcessTree> asleep = readers(writer);
        asleep.forEach(ProcessTree::freeze);
        try {
            Parallel.run(Collections.nCopies(WRITERS, () -> write(gateway, next)));
        } finally {
            asleep.forEach(ProcessTree::thaw);
        }
    }

    /** Who would read each write, and is not needed for it: fifteen services on the processors of one machine. */
    private List<ProcessTree> readers(RegionName writer) {
        Set<Supervised> needed = Set.of(
                lab.controlPlane().region(writer).process(Service.GATEWAY),
                lab.controlPlane().region(writer).process(Service.TRAFFIC));
        return lab.controlPlane()
                .processes()
                .filter(process -> !needed.contains(process))
                .map(ProcessTree::of)
                .toList();
    }

    private void write(GatewayClient gateway, AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < applications; i = next.getAndIncrement()) {
            Resource<ApplicationSpec> application = application("fleet-" + i);
            RegionsBenchmark.await(() -> written(gateway, application));
            if ((i + 1) % 100 == 0) {
                System.out.printf("%d of %d applications are written%n", i + 1, applications);
            }
        }
    }

    /** A database that is too busy to answer is asked again. */
    private static boolean written(GatewayClient gateway, Resource<ApplicationSpec> application) {
        try {
            gateway.apply("applications", application);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static DataCenterName second(DemoDataCenter first) {
        return DataCenterName.of(first.dataCenter() + "-2");
    }

    private Resource<ApplicationSpec> application(String name) {
        List<ApplicationSpec.Pool> pools = new ArrayList<>();
        for (DemoDataCenter each : DemoDataCenter.values()) {
            EndpointAddress endpoint = lab.sites().endpoint(each.region());
            pools.add(new ApplicationSpec.Pool(each.dataCenter(), List.of(endpoint)));
            pools.add(new ApplicationSpec.Pool(second(each), List.of(lab.sites().second(each.region()))));
        }
        ApplicationSpec spec =
                new ApplicationSpec(name + ".fairlead.example", 5, pools, check(), SteeringPolicy.defaults(), null);
        return new Resource<>("Application", new Resource.Metadata(name, null), spec);
    }

    @SuppressWarnings("NullAway") // what is absent has a default
    private static HealthCheck check() {
        return new HealthCheck(null, null, PROBE_EVERY_MS, 1_500, null, null, null);
    }
}
