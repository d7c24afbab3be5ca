package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.Child;
import dev.fairlead.benchmarks.Figures;
import dev.fairlead.benchmarks.Machine;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.service.region.RegionProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** A process that does nothing but watch databases: its CPU and its memory are what that costs. */
final class WatchProcess {

    private WatchProcess() {}

    /** How many databases, how often each is sampled in ms, seconds of warming up, seconds to measure, the credentials' folder. */
    public static void main(String[] args) throws IOException {
        int databases = Integer.parseInt(args[0]);
        int everyMs = Integer.parseInt(args[1]);
        Duration warmUp = Duration.ofSeconds(Long.parseLong(args[2]));
        Duration measured = Duration.ofSeconds(Long.parseLong(args[3]));
        List<EndpointAddress> members = Child.told();
        Map<DatabaseName, DatabaseSpec> wanted = databases(databases, everyMs, members);
        MonotonicClock clock = new MonotonicClock();
        Duration every = Duration.ofMillis(everyMs).dividedBy(2); // a member is read twice in its sampling period
        try (Regions regions = alone(clock)) {
            Readings readings = new Readings(every, regions);
            try (Fleet fleet = new Fleet(() -> wanted, new Credentials(Path.of(args[4])), clock, readings)) {
                LockSupport.parkNanos(warmUp.toNanos());
                if (!fleet.settled()) {
                    throw new IllegalStateException("not every member was read in " + warmUp.toSeconds() + " s");
                }
                long due = measured.dividedBy(every) * databases * members.size();
                System.out.println(JsonMapper.shared().writeValueAsString(measure(readings, measured, due)));
            }
        }
    }

    private static WatchFigures measure(Readings readings, Duration measured, long due) {
        readings.restart();
        long answers = readings.answers();
        long silent = readings.silent();
        double used = processorSeconds();
        LockSupport.parkNanos(measured.toNanos());
        double usedAfter = processorSeconds();
        long answersAfter = readings.answers();
        long silentAfter = readings.silent();
        Figures lateness = readings.lateness();
        return new WatchFigures(
                answersAfter - answers,
                due,
                Math.max(0, silentAfter - silent), // what is under way may be counted once only
                usedAfter - used,
                lateness.percentiles("%.1f", "ms"),
                lateness.count() == 0 ? 0 : lateness.sorted().getLast(),
                Machine.residentMb(ProcessHandle.current()));
    }

    private static Map<DatabaseName, DatabaseSpec> databases(int count, int everyMs, List<EndpointAddress> addresses) {
        List<DatabaseSpec.Member> members = IntStream.range(0, addresses.size())
                .mapToObj(i -> new DatabaseSpec.Member(DataCenterName.of("dc-" + i), addresses.get(i)))
                .toList();
        Map<DatabaseName, DatabaseSpec> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            all.put(DatabaseName.of("database-" + i), new DatabaseSpec("postgres", "shop", members, everyMs));
        }
        return all;
    }

    private static Regions alone(MonotonicClock clock) {
        RegionProperties properties = new RegionProperties(RegionName.of("bench"), Map.of());
        return new Regions(properties, new InMemoryEventBus(), clock, (region, url) -> {
            throw new IllegalStateException("there is no region but one");
        });
    }

    /** Of this whole process. */
    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }
}
