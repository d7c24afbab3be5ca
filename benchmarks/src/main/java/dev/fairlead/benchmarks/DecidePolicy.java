package dev.fairlead.benchmarks;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The policies that applications of the decision benchmark have. */
enum DecidePolicy {
    /** Everybody to the closest. */
    NEAREST,
    /** Split by weights, all of them different. */
    WEIGHTS,
    /** An order of its own for each application. */
    FAILOVER,
    /** Europe by weights over three, North America by weights over two, everybody else to the closest. */
    AUDIENCES,
    /** To the closest until it is full, and the rest to the next. */
    CAPACITY;

    private static final int FIRST_PORT = 1_024;
    private static final long POOL_PER_SECOND = 1_000;

    ApplicationSpec spec(ApplicationName name, List<DataCenterName> dataCenters, int number) {
        List<Pool> pools = new ArrayList<>();
        for (DataCenterName each : dataCenters) {
            EndpointAddress address = new EndpointAddress("192.0.2." + (pools.size() + 1), FIRST_PORT + number);
            pools.add(new Pool(each, List.of(address), 1, this == CAPACITY ? POOL_PER_SECOND : null));
        }
        return new ApplicationSpec(
                name + ".example.com",
                5,
                pools,
                HealthCheck.defaults(),
                steering(dataCenters, new Random(number)),
                null,
                List.of(),
                demand(dataCenters.size()));
    }

    private SteeringPolicy steering(List<DataCenterName> dataCenters, Random random) {
        return switch (this) {
            case NEAREST, CAPACITY -> SteeringPolicy.defaults();
            case WEIGHTS -> policy(false, List.of(), weights(dataCenters, random), List.of());
            case FAILOVER -> {
                List<DataCenterName> order = new ArrayList<>(dataCenters);
                Collections.shuffle(order, random);
                yield policy(false, List.of(), Map.of(), order);
            }
            case AUDIENCES ->
                policy(
                        true,
                        List.of(
                                continent("europe", "EU", weights(some(dataCenters, 3, random), random)),
                                continent("north-america", "NA", weights(some(dataCenters, 2, random), random))),
                        Map.of(),
                        List.of());
        };
    }

    private static SteeringPolicy policy(
            boolean nearest,
            List<Audience> audiences,
            Map<DataCenterName, Integer> weights,
            List<DataCenterName> failover) {
        return new SteeringPolicy(nearest, audiences, weights, failover, AllDown.FAIL_OPEN, Failback.AUTO);
    }

    private static Audience continent(String name, String code, Map<DataCenterName, Integer> weights) {
        return new Audience(name, List.of(), List.of(code), List.of(), weights);
    }

    private static List<DataCenterName> some(List<DataCenterName> dataCenters, int many, Random random) {
        List<DataCenterName> shuffled = new ArrayList<>(dataCenters);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(many, shuffled.size()));
    }

    private static Map<DataCenterName, Integer> weights(List<DataCenterName> dataCenters, Random random) {
        Map<DataCenterName, Integer> weights = new TreeMap<>();
        dataCenters.forEach(each -> weights.put(each, 1 + random.nextInt(100)));
        return weights;
    }

    /** Half of what all pools take together, half of that from three countries. */
    private @Nullable Demand demand(int pools) {
        if (this != CAPACITY) {
            return null;
        }
        long all = POOL_PER_SECOND * pools / 2;
        return new Demand(Map.of("US", all / 4, "DE", all / 8, "JP", all / 8, "everyone", all / 2), 20);
    }
}
