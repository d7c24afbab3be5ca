package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import dev.fairlead.contracts.traffic.Uptime;
import dev.fairlead.service.address.ForbiddenAddresses;
import dev.fairlead.traffic.steering.Audiences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an application's spec must keep to besides what its records check: names that exist, one of each, safe addresses. */
final class ApplicationRules {

    /** Labels of RFC 1123 in lower case, at least two, and the last one no number, so that no address passes for a name. */
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** ISO 3166-1, and Kosovo by the code that every table of places gives it. */
    private static final Set<String> COUNTRIES =
            Stream.concat(Stream.of(Locale.getISOCountries()), Stream.of("XK")).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> CONTINENTS = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

    private final ApplicationName name;
    private final ApplicationSpec spec;
    private final Surroundings around;
    private final Set<DataCenterName> pools;
    private final List<Finding> findings = new ArrayList<>();

    private ApplicationRules(ApplicationName name, ApplicationSpec spec, Surroundings around) {
        this.name = name;
        this.spec = spec;
        this.around = around;
        this.pools = spec.pools().stream().map(Pool::dataCenter).collect(Collectors.toSet());
    }

    static List<Finding> check(ApplicationName name, ApplicationSpec spec, Surroundings around) {
        ApplicationRules rules = new ApplicationRules(name, spec, around);
        rules.host();
        rules.pools();
        rules.steering(spec.steering());
        rules.dependencies();
        rules.demand(spec.demand());
        rules.safety();
        if (spec.uptime() != null && !spec.uptime().known()) {
            rules.find("UNKNOWN_OBJECTIVE", "/spec/uptime/objective", "objective is none of " + Uptime.OBJECTIVES);
        }
        return rules.findings;
    }

    private void host() {
        if (!HOST.matcher(spec.host()).matches()) {
            find("INVALID_HOST", "/spec/host", "host is not a DNS name in lower case with at least two labels");
            return;
        }
        ApplicationName owner = around.hostOwner().apply(spec.host());
        if (owner != null && !owner.equals(name)) {
            find("HOST_TAKEN", "/spec/host", "host " + spec.host() + " belongs to application " + owner);
        }
    }

    private void pools() {
        if (spec.pools().isEmpty()) {
            find("NO_POOLS", "/spec/pools", "an application needs a pool in at least one data center");
        }
        Set<DataCenterName> seen = new HashSet<>();
        for (int i = 0; i < spec.pools().size(); i++) {
            Pool pool = spec.pools().get(i);
            String pointer = "/spec/pools/" + i;
            exists(pool.dataCenter(), pointer + "/dataCenter");
            if (!seen.add(pool.dataCenter())) {
                find("DUPLICATE_POOL", pointer + "/dataCenter", pool.dataCenter() + " has more than one pool");
            }
            endpoints(pool, pointer + "/endpoints");
            if (pool.minimumUp() > pool.endpoints().size()) {
                find(
                        "MINIMUM_TOO_HIGH",
                        pointer + "/minimumUp",
                        "the pool in %s has %d endpoints: %d of them are never up"
                                .formatted(pool.dataCenter(), pool.endpoints().size(), pool.minimumUp()));
            }
        }
    }

    private void endpoints(Pool pool, String pointer) {
        if (pool.endpoints().isEmpty()) {
            find("NO_ENDPOINTS", pointer, "the pool in " + pool.dataCenter() + " has no endpoints");
        }
        Set<EndpointAddress> seen = new HashSet<>();
        for (int i = 0; i < pool.endpoints().size(); i++) {
            EndpointAddress address = pool.endpoints().get(i);
            String at = pointer + "/" + i;
            if (!seen.add(address)) {
                find("DUPLICATE_ENDPOINT", at, address + " stands more than once in the pool");
            }
            ForbiddenAddresses.why(IpAddresses.parse(address.ip()), around.allowLoopback())
                    .ifPresent(why -> find("FORBIDDEN_ADDRESS", at, address + " is " + why));
        }
    }

    private void steering(SteeringPolicy policy) {
        weights(policy.weights(), "/spec/steering/weights");
        for (int i = 0; i < policy.failover().size(); i++) {
            hasPool(policy.failover().get(i), "/spec/steering/failover/" + i);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < policy.audiences().size(); i++) {
            Audience audience = policy.audiences().get(i);
            String pointer = "/spec/steering/audiences/" + i;
            weights(audience.weights(), pointer + "/weights");
            places(audience.countries(), COUNTRIES, "UNKNOWN_COUNTRY", pointer + "/countries");
            places(audience.continents(), CONTINENTS, "UNKNOWN_CONTINENT", pointer + "/continents");
            if (!names.add(audience.name())) {
                find("DUPLICATE_AUDIENCE", pointer + "/name", "more than one audience is called " + audience.name());
            }
            if (audience.name().equals(Audiences.EVERYONE) || audience.name().startsWith(Audiences.NEAREST)) {
                find("RESERVED_NAME", pointer + "/name", "audience names such as " + audience.name() + " are taken");
            }
        }
    }

    private void dependencies() {
        for (int i = 0; i < spec.dependsOn().size(); i++) {
            ApplicationName dependency = spec.dependsOn().get(i);
            String pointer = "/spec/dependsOn/" + i;
            List<ApplicationName> way = wayToItself(dependency, List.of(name));
            ApplicationSpec found = around.application().apply(dependency);
            if (!way.isEmpty()) {
                find("DEPENDENCY_CYCLE", pointer, "it would depend on itself: " + text(way));
            } else if (found == null) {
                find("UNKNOWN_APPLICATION", pointer, "there is no application " + dependency);
            } else {
                pools.stream()
                        .filter(where -> found.pools().stream()
                                .noneMatch(pool -> pool.dataCenter().equals(where)))
                        .sorted()
                        .forEach(where ->
                                find("NO_POOL_OF_DEPENDENCY", pointer, dependency + " has no pool in " + where));
            }
        }
    }

    private void demand(@Nullable Demand demand) {
        if (demand == null) {
            for (int i = 0; i < spec.pools().size(); i++) {
                if (spec.pools().get(i).capacityPerSecond() != null) {
                    find(
                            "CAPACITY_WITHOUT_DEMAND",
                            "/spec/pools/" + i + "/capacityPerSecond",
                            "without spec.demand nobody knows what the pool gets");
                }
            }
            return;
        }
        Set<String> names =
                spec.steering().audiences().stream().map(Audience::name).collect(Collectors.toSet());
        demand.perSecond().keySet().stream()
                .filter(who -> !who.equals(Audiences.EVERYONE) && !names.contains(who) && !COUNTRIES.contains(who))
                .sorted()
                .forEach(who -> find(
                        "UNKNOWN_AUDIENCE",
                        "/spec/demand/perSecond/" + who,
                        who + " is no country, no audience of the policy, and not everyone"));
    }

    private void safety() {
        int minimum = spec.safety().minimumDataCenters();
        if (minimum > pools.size() && !pools.isEmpty()) {
            find(
                    "MINIMUM_TOO_HIGH",
                    "/spec/safety/minimumDataCenters",
                    "the application has pools in %d data centers: users never go to %d"
                            .formatted(pools.size(), minimum));
        }
    }

    /** From this application to itself; empty: there is none. */
    private List<ApplicationName> wayToItself(ApplicationName from, List<ApplicationName> before) {
        if (before.subList(1, before.size()).contains(from)) {
            return List.of(); // a cycle of others
        }
        List<ApplicationName> way = new ArrayList<>(before);
        way.add(from);
        if (from.equals(name)) {
            return way;
        }
        ApplicationSpec found = around.application().apply(from);
        return found == null
                ? List.of()
                : found.dependsOn().stream()
                        .map(next -> wayToItself(next, way))
                        .filter(closed -> !closed.isEmpty())
                        .findFirst()
                        .orElse(List.of());
    }

    private static String text(List<ApplicationName> way) {
        return way.stream().map(ApplicationName::value).collect(Collectors.joining(", "));
    }

    /** An audience in a place that is none, such as UK, would match nobody and look done. */
    private void places(List<String> codes, Set<String> known, String code, String pointer) {
        for (int i = 0; i < codes.size(); i++) {
            if (!known.contains(codes.get(i))) {
                find(code, pointer + "/" + i, "no place has the code " + codes.get(i));
            }
        }
    }

    private void weights(Map<DataCenterName, Integer> weights, String pointer) {
        weights.keySet().stream().sorted().forEach(dataCenter -> hasPool(dataCenter, pointer + "/" + dataCenter));
    }

    private void hasPool(DataCenterName dataCenter, String pointer) {
        if (exists(dataCenter, pointer) && !pools.contains(dataCenter)) {
            find("NO_POOL_THERE", pointer, "the application has no pool in " + dataCenter);
        }
    }

    private boolean exists(DataCenterName dataCenter, String pointer) {
        boolean exists = around.dataCenters().contains(dataCenter);
        if (!exists) {
            find("UNKNOWN_DATA_CENTER", pointer, "there is no data center " + dataCenter);
        }
        return exists;
    }

    private void find(String code, String pointer, String detail) {
        findings.add(new Finding(code, pointer, detail));
    }

    /**
     * What else there is.
     *
     * @param hostOwner which application has a host, asked only of names that can be one; absent: none has
     * @param application what there is under that name; absent: nothing
     */
    record Surroundings(
            Collection<DataCenterName> dataCenters,
            Function<String, @Nullable ApplicationName> hostOwner,
            Function<ApplicationName, @Nullable ApplicationSpec> application,
            boolean allowLoopback) {}
}
