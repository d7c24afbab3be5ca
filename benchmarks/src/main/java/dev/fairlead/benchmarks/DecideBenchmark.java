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
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Decides every application again, as after any event: 1,000 applications in 20 data centers, with all countries of the
 * built-in table as audiences; one data center is lost from one round to the next.
 */
@Command(name = "decide", description = "Milliseconds to decide 1,000 applications in 20 data centers.")
final class DecideBenchmark implements Callable<Integer> {

    private static final int WARM_UP = 20;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Option(names = "--applications", description = "default: ${DEFAULT-VALUE}")
    private int applications = 1_000;

    @Option(names = "--data-centers", description = "default: ${DEFAULT-VALUE}")
    private int dataCenters = 20;

    @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}")
    private int rounds = 20;

    @Override
    public Integer call() {
        Fleet fleet = fleet();
        Distances distances = Distances.of(fleet, PlacesFile.read());
        List<Application> all = applications(fleet);
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        List<Double> millis = new ArrayList<>();
        List<DataCenterName> names =
                fleet.locations().keySet().stream().sorted().toList();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            Instant now = START.plusSeconds(round);
            DataCenterName lost = names.get(round % names.size());
            List<Evidence> evidence =
                    all.stream().map(each -> evidence(each, lost, now)).toList();
            long began = System.nanoTime();
            for (int i = 0; i < all.size(); i++) {
                Application application = all.get(i);
                plans.put(
                        application.name(),
                        Steering.decide(
                                new Situation(
                                        application,
                                        fleet,
                                        evidence.get(i),
                                        Orders.NONE,
                                        plans.get(application.name()),
                                        now),
                                distances));
            }
            if (round >= WARM_UP) {
                millis.add((System.nanoTime() - began) / 1e6);
            }
        }
        System.out.printf(
                "decide  %d applications × %d data centers × all countries, one data center lost each round: n=%d %s (%s)%n",
                applications, dataCenters, rounds, Figures.of(millis).text("%.1f", "ms"), Machine.load());
        return 0;
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

    private static Evidence evidence(Application application, DataCenterName lost, Instant now) {
        Map<DataCenterName, List<Verdict>> verdicts = new HashMap<>();
        for (ApplicationSpec.Pool pool : application.spec().pools()) {
            Health health = pool.dataCenter().equals(lost) ? Health.DOWN : Health.UP;
            verdicts.put(
                    pool.dataCenter(),
                    pool.endpoints().stream()
                            .map(address -> new Verdict(
                                    new Endpoint(application.name(), pool.dataCenter(), address),
                                    health,
                                    now,
                                    now,
                                    "benchmark",
                                    List.of()))
                            .toList());
        }
        return new Evidence(verdicts, null);
    }
}
