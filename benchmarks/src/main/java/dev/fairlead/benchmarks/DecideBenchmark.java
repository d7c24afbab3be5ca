package dev.fairlead.benchmarks;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Elsewhere;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Decides 1,000 applications in 20 data centers with all countries of the built-in table as audiences: the whole fleet
 * from nothing, as after a change of the fleet, and every application again when all of them lose one data center. Once
 * with the default policy for all of them, and once with every policy for a part of them.
 */
@Command(name = "decide", description = "Milliseconds to decide 1,000 applications in 20 data centers.")
final class DecideBenchmark implements Callable<Integer> {

    private static final int WARM_UP = 100;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Option(names = "--applications", description = "default: ${DEFAULT-VALUE}")
    private int applications = 1_000;

    @Option(names = "--data-centers", description = "default: ${DEFAULT-VALUE}")
    private int dataCenters = 20;

    @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}")
    private int rounds = 40;

    @Override
    public Integer call() {
        Fleet fleet = fleet();
        measure("default policy", fleet, List.of(DecidePolicy.NEAREST));
        measure("%d policies".formatted(DecidePolicy.values().length), fleet, List.of(DecidePolicy.values()));
        return 0;
    }

    private void measure(String what, Fleet fleet, List<DecidePolicy> policies) {
        Places places = PlacesFile.read();
        List<Application> all = applications(fleet, policies);
        List<DataCenterName> names = List.copyOf(fleet.locations().keySet());
        List<Evidence> healthy = evidence(all, null);
        List<Double> whole = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            List<Evidence> without = evidence(all, names.get(round % names.size()));
            List<@Nullable RoutingPlan> none = Collections.nCopies(all.size(), null);
            long began = System.nanoTime();
            Distances distances = Distances.of(fleet, places);
            List<RoutingPlan> plans = decide(all, healthy, none, START, distances);
            long decided = System.nanoTime();
            decide(all, without, plans, START.plusSeconds(1), distances);
            long again = System.nanoTime();
            if (round >= WARM_UP) {
                whole.add((decided - began) / 1e6);
                lost.add((again - decided) / 1e6);
            }
        }
        System.out.printf(
                "decide  %d applications × %d data centers × all countries, %s: n=%d whole %s, one data center lost %s (%s)%n",
                applications,
                dataCenters,
                what,
                rounds,
                Figures.of(whole).text("%.1f", "ms"),
                Figures.of(lost).text("%.1f", "ms"),
                Machine.load());
    }

    private static List<RoutingPlan> decide(
            List<Application> all,
            List<Evidence> evidence,
            List<? extends @Nullable RoutingPlan> previous,
            Instant now,
            Distances distances) {
        List<RoutingPlan> plans = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            plans.add(Steering.decide(
                    new Situation(all.get(i), distances.fleet(), evidence.get(i), Orders.NONE, previous.get(i), now),
                    distances));
        }
        return plans;
    }

    private Fleet fleet() {
        Random random = new Random(1);
        Map<DataCenterName, Location> locations = new HashMap<>();
        for (int i = 0; i < dataCenters; i++) {
            locations.put(
                    DataCenterName.of("dc-" + i),
                    new Location(random.nextDouble() * 120 - 60, random.nextDouble() * 360 - 180));
        }
        return new Fleet(locations);
    }

    private List<Application> applications(Fleet fleet, List<DecidePolicy> policies) {
        List<DataCenterName> names =
                fleet.locations().keySet().stream().sorted().toList();
        List<Application> all = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            ApplicationName name = ApplicationName.of("app-" + i);
            all.add(new Application(name, policies.get(i % policies.size()).spec(name, names, i)));
        }
        return all;
    }

    /** Everything is up but the lost data center. */
    private static List<Evidence> evidence(List<Application> all, @Nullable DataCenterName lost) {
        return all.stream().map(application -> evidence(application, lost)).toList();
    }

    private static Evidence evidence(Application application, @Nullable DataCenterName lost) {
        Map<DataCenterName, List<Verdict>> verdicts = new HashMap<>();
        for (ApplicationSpec.Pool pool : application.spec().pools()) {
            Health health = pool.dataCenter().equals(lost) ? Health.DOWN : Health.UP;
            verdicts.put(
                    pool.dataCenter(),
                    pool.endpoints().stream()
                            .map(address -> new Verdict(
                                    new Endpoint(application.name(), pool.dataCenter(), address),
                                    health,
                                    START,
                                    START,
                                    "benchmark",
                                    List.of()))
                            .toList());
        }
        return new Evidence(verdicts, null, Elsewhere.NOWHERE);
    }
}
