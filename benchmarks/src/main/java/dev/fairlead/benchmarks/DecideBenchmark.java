package dev.fairlead.benchmarks;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.SteeringPolicy;
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
 * from nothing, as after a change of the fleet, and every application again when all of them lose one data center.
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
        Places places = PlacesFile.read();
        List<Application> all = applications(fleet);
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
                "decide  %d applications × %d data centers × all countries: n=%d whole %s, one data center lost %s (%s)%n",
                applications,
                dataCenters,
                rounds,
                Figures.of(whole).text("%.1f", "ms"),
                Figures.of(lost).text("%.1f", "ms"),
                Machine.load());
        return 0;
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

    private List<Application> applications(Fleet fleet) {
        List<Application> all = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            List<ApplicationSpec.Pool> pools = new ArrayList<>();
            int port = 1_024 + i;
            fleet.locations().keySet().stream()
                    .sorted()
                    .forEach(name -> pools.add(new ApplicationSpec.Pool(
                            name, List.of(new EndpointAddress("192.0.2." + (pools.size() + 1), port)))));
            all.add(new Application(
                    ApplicationName.of("app-" + i),
                    new ApplicationSpec(
                            "app-%d.example.com".formatted(i),
                            5,
                            pools,
                            HealthCheck.defaults(),
                            SteeringPolicy.defaults(),
                            null)));
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
