package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Network;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where users of an application should go. The parts compose: an audience with weights is split by them over those of
 * its data centers that can take it; when none of them can, and for audiences without weights, the next candidates are
 * taken in {@code failover} order and then, where {@code nearest} is set, by distance.
 *
 * @param nearest users of every country go to the closest data center; default true
 * @param audiences classes of users with rules of their own, the first that matches counts
 * @param weights for everyone whom no audience matches and whose place is unknown
 * @param failover order of the data centers to take when the preferred ones cannot
 * @param failback whether a data center that was down comes back by itself; absent: as the application's uptime objective has it
 * @param recovery how it gets its users back; absent: as the application's uptime objective has it
 * @param slow what happens when one answers slowly; absent: as the application's latency class has it
 * @param closeness what decides which data center is the closest; absent: as the application's latency class has it
 */
public record SteeringPolicy(
        Boolean nearest,
        List<Audience> audiences,
        Map<DataCenterName, Integer> weights,
        List<DataCenterName> failover,
        AllDown allDown,
        @Nullable Failback failback,
        @Nullable Slow slow,
        @Nullable Recovery recovery,
        @Nullable Closeness closeness) {

    public SteeringPolicy {
        nearest = requireNonNullElse(nearest, true);
        audiences = elements(requireNonNullElse(audiences, List.of()), "audiences");
        weights = weights(weights);
        failover = elements(requireNonNullElse(failover, List.of()), "failover");
        allDown = requireNonNullElse(allDown, AllDown.FAIL_OPEN);
    }

    /** By the closeness of its latency class. */
    public SteeringPolicy(
            Boolean nearest,
            List<Audience> audiences,
            Map<DataCenterName, Integer> weights,
            List<DataCenterName> failover,
            AllDown allDown,
            @Nullable Failback failback,
            @Nullable Slow slow,
            @Nullable Recovery recovery) {
        this(nearest, audiences, weights, failover, allDown, failback, slow, recovery, null);
    }

    /** Who goes where; the rest as by default. */
    public SteeringPolicy(
            Boolean nearest,
            List<Audience> audiences,
            Map<DataCenterName, Integer> weights,
            List<DataCenterName> failover,
            AllDown allDown,
            Failback failback) {
        this(nearest, audiences, weights, failover, allDown, failback, null, null);
    }

    @Override
    public Failback failback() {
        return requireNonNullElse(failback, UptimeDefaults.NO_OBJECTIVE.failback());
    }

    @Override
    public Recovery recovery() {
        return requireNonNullElse(recovery, UptimeDefaults.NO_OBJECTIVE.recovery());
    }

    @Override
    public Slow slow() {
        return requireNonNullElse(slow, LatencyClass.TOLERANT.slow());
    }

    @Override
    public Closeness closeness() {
        return requireNonNullElse(closeness, LatencyClass.TOLERANT.closeness());
    }

    /** The same, and what it leaves out as an uptime objective and a latency class have it. */
    SteeringPolicy filled(UptimeDefaults defaults, LatencyClass latency) {
        return new SteeringPolicy(
                nearest,
                audiences,
                weights,
                failover,
                allDown,
                requireNonNullElse(failback, defaults.failback()),
                requireNonNullElse(slow, latency.slow()),
                requireNonNullElse(recovery, defaults.recovery()),
                requireNonNullElse(closeness, latency.closeness()));
    }

    @SuppressWarnings("NullAway") // every component has a default
    public static SteeringPolicy defaults() {
        return new SteeringPolicy(null, null, null, null, null, null, null, null, null);
    }

    private static Map<DataCenterName, Integer> weights(@Nullable Map<DataCenterName, Integer> weights) {
        Map<DataCenterName, Integer> given = requireNonNullElse(weights, Map.of());
        given.values().forEach(weight -> required(weight, "weights"));
        Map<DataCenterName, Integer> copy = Map.copyOf(given);
        if (copy.values().stream().anyMatch(weight -> weight < 0 || weight > 1_000_000)) {
            throw new InvalidFieldException("weights", "a weight is not between 0 and 1000000");
        }
        if (!copy.isEmpty() && copy.values().stream().allMatch(weight -> weight == 0)) {
            throw new InvalidFieldException("weights", "all weights are zero: nobody would be sent anywhere");
        }
        return copy;
    }

    /**
     * A class of users told apart by place.
     *
     * @param countries ISO 3166-1 alpha-2 codes
     * @param continents AF, AN, AS, EU, NA, OC, SA
     * @param networks client networks, which count before country and continent
     * @param weights absent: the policy's nearest and failover order decide
     */
    public record Audience(
            String name,
            List<String> countries,
            List<String> continents,
            List<Network> networks,
            Map<DataCenterName, Integer> weights) {

        private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

        public Audience {
            if (!NAME.matcher(required(name, "name")).matches()) {
                throw new InvalidFieldException(
                        "name", "an audience's name is 1 to 63 lower-case letters, digits and inner hyphens");
            }
            countries = codes(countries, "countries");
            continents = codes(continents, "continents");
            networks = elements(requireNonNullElse(networks, List.of()), "networks");
            weights = SteeringPolicy.weights(weights);
            if (countries.isEmpty() && continents.isEmpty() && networks.isEmpty()) {
                throw new InvalidFieldException(
                        "name", "audience %s names no country, continent or network".formatted(name));
            }
        }

        private static List<String> codes(@Nullable List<String> codes, String field) {
            List<String> copy = elements(requireNonNullElse(codes, List.of()), field);
            for (String code : copy) {
                if (!CODE.matcher(code).matches()) {
                    throw new InvalidFieldException(field, "'%s' is not a two-letter code in capitals".formatted(code));
                }
            }
            return copy;
        }
    }

    /** What happens when no data center is healthy. */
    public enum AllDown {
        /** Health is ignored: better a sick data center than none. */
        @JsonProperty("fail-open")
        FAIL_OPEN,
        /** The shares stay as they were. */
        @JsonProperty("fail-static")
        FAIL_STATIC,
        /** Nobody is sent anywhere. */
        @JsonProperty("fail-closed")
        FAIL_CLOSED
    }

    /** What happens when a data center answers, but slowly: {@code slowMs} of the health check says what that is. */
    public enum Slow {
        /** Nothing: users wait. */
        @JsonProperty("ignore")
        IGNORE,
        /** Users go where it is faster, as long as anybody is. */
        @JsonProperty("avoid")
        AVOID
    }

    /** What decides which data center is the closest. */
    public enum Closeness {
        /** The great circle. */
        @JsonProperty("geography")
        GEOGRAPHY,
        /** What users measured; where nobody did, what the way would take by geography. */
        @JsonProperty("rtt")
        RTT
    }

    /** What happens when a data center recovers. */
    public enum Failback {
        /** It gets its share back by itself, at once or as {@code recovery} says. */
        @JsonProperty("auto")
        AUTO,
        /** It stays at 0 until an operator restores it. */
        @JsonProperty("hold")
        HOLD
    }
}
