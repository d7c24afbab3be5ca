package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

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
 */
public record ApplicationSpec(
        String host,
        Integer ttlSeconds,
        List<Pool> pools,
        HealthCheck healthCheck,
        SteeringPolicy steering,
        @Nullable DataNeeds data) {

    public ApplicationSpec {
        required(host, "host");
        ttlSeconds = (int) inRange(requireNonNullElse(ttlSeconds, 5), 1, 86_400, "ttlSeconds");
        pools = elements(pools, "pools");
        healthCheck = requireNonNullElseGet(healthCheck, HealthCheck::defaults);
        steering = requireNonNullElseGet(steering, SteeringPolicy::defaults);
    }

    /** An application's endpoints in one data center. */
    public record Pool(DataCenterName dataCenter, List<EndpointAddress> endpoints) {

        public Pool {
            required(dataCenter, "dataCenter");
            endpoints = elements(endpoints, "endpoints");
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
