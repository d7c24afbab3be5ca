package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users reach: one host name, endpoints in some data centers, a steering policy and data needs.
 *
 * @param host the DNS name that users ask for
 * @param ttlSeconds time to live of its DNS answers; default 5
 * @param data absent: the application needs no replicated data
 * @param dependsOn applications without which it cannot serve: users go only where all of them serve too
 * @param demand absent: capacities are not looked at
 * @param safety what no change may do to its users
 * @param uptime chooses what the other parts leave out; absent: nothing is promised
 * @param latency how soon its users need their answers; chooses what the other parts leave out; default tolerant
 * @param resilience what proxies do by themselves about endpoints that fail; absent: as {@link Resilience#defaults} has it
 */
public record ApplicationSpec(
        String host,
        Integer ttlSeconds,
        List<Pool> pools,
        HealthCheck healthCheck,
        SteeringPolicy steering,
        @Nullable DataNeeds data,
        List<ApplicationName> dependsOn,
        @Nullable Demand demand,
        Safety safety,
        @Nullable Uptime uptime,
        LatencyClass latency,
        @Nullable Resilience resilience) {

    public ApplicationSpec {
        required(host, "host");
        ttlSeconds = (int) inRange(requireNonNullElse(ttlSeconds, 5), 1, 86_400, "ttlSeconds");
        pools = elements(pools, "pools");
        dependsOn = elements(requireNonNullElse(dependsOn, List.of()), "dependsOn");
        safety = requireNonNullElseGet(safety, Safety::defaults);
        latency = requireNonNullElse(latency, LatencyClass.TOLERANT);
        UptimeDefaults defaults = UptimeDefaults.of(uptime);
        healthCheck = requireNonNullElseGet(healthCheck, HealthCheck::defaults).filled(defaults, latency);
        steering = requireNonNullElseGet(steering, SteeringPolicy::defaults).filled(defaults, latency);
        demand = demand == null ? null : demand.filled(defaults);
    }

    /** One without an uptime objective. */
    public ApplicationSpec(
            String host,
            Integer ttlSeconds,
            List<Pool> pools,
            HealthCheck healthCheck,
            SteeringPolicy steering,
            @Nullable DataNeeds data,
            List<ApplicationName> dependsOn,
            @Nullable Demand demand) {
        this(
                host,
                ttlSeconds,
                pools,
                healthCheck,
                steering,
                data,
                dependsOn,
                demand,
                Safety.defaults(),
                null,
                LatencyClass.TOLERANT,
                null);
    }

    /** One that depends on no other, of unknown demand. */
    public ApplicationSpec(
            String host,
            Integer ttlSeconds,
            List<Pool> pools,
            HealthCheck healthCheck,
            SteeringPolicy steering,
            @Nullable DataNeeds data) {
        this(
                host,
                ttlSeconds,
                pools,
                healthCheck,
                steering,
                data,
                List.of(),
                null,
                Safety.defaults(),
                null,
                LatencyClass.TOLERANT,
                null);
    }

    /** The same, of which another demand is known. */
    public ApplicationSpec withDemand(@Nullable Demand other) {
        return new ApplicationSpec(
                host,
                ttlSeconds,
                pools,
                healthCheck,
                steering,
                data,
                dependsOn,
                other,
                safety,
                uptime,
                latency,
                resilience);
    }

    /**
     * An application's endpoints in one data center.
     *
     * @param minimumUp how many of them have to be up for the data center to serve; default 1
     * @param capacityPerSecond how many requests per second they can take together; absent: any number
     */
    public record Pool(
            DataCenterName dataCenter,
            List<EndpointAddress> endpoints,
            Integer minimumUp,
            @Nullable Long capacityPerSecond) {

        public Pool {
            required(dataCenter, "dataCenter");
            endpoints = elements(endpoints, "endpoints");
            minimumUp = (int) inRange(requireNonNullElse(minimumUp, 1), 1, 10_000, "minimumUp");
            if (capacityPerSecond != null) {
                inRange(capacityPerSecond, 1, Demand.MOST, "capacityPerSecond");
            }
        }

        public Pool(DataCenterName dataCenter, List<EndpointAddress> endpoints) {
            this(dataCenter, endpoints, 1, null);
        }
    }

    /**
     * What the application needs of its database.
     *
     * @param stalenessBudgetMs how old read data may be
     */
    public record DataNeeds(DatabaseName database, Long stalenessBudgetMs) {

        public DataNeeds {
            required(database, "database");
            inRange(required(stalenessBudgetMs, "stalenessBudgetMs"), 0, Long.MAX_VALUE, "stalenessBudgetMs");
        }
    }
}
