package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps applications together from being sent more than a data center can take: it works out how much of it is left to each of
 * them, and decides those again that have to give. It begins with what each wants alone every time, so that the same
 * applications always come to the same. An application whose demand nobody knows is not counted.
 */
public final class SharedCapacity {

    private final List<DataCenterName> places;
    private final double[] capacities;
    private final List<Tenant> tenants;

    private SharedCapacity(Map<DataCenterName, Long> limited, Fleet fleet, List<Tenant> tenants) {
        this.places = List.copyOf(fleet.locations().keySet());
        this.capacities = places.stream()
                .mapToDouble(place -> limited.containsKey(place) ? limited.get(place) : Double.POSITIVE_INFINITY)
                .toArray();
        this.tenants = tenants;
    }

    /**
     * @param capacities of the data centers that have one
     * @param alone each application as if it were the only one
     * @return in the same order; the very same where nobody has too much
     */
    public static List<Decided> share(Map<DataCenterName, Long> capacities, List<Decided> alone, Distances distances) {
        if (capacities.isEmpty()) {
            return alone;
        }
        List<DataCenterName> places = List.copyOf(distances.fleet().locations().keySet());
        List<Tenant> tenants = new ArrayList<>();
        for (Decided one : alone) {
            Situation situation = one.situation();
            Demand demand = DemandInForce.of(situation.application().spec(), situation.observed(), distances)
                    .demand();
            if (demand != null) {
                tenants.add(new Tenant(one, demand, distances));
            }
        }
        tenants.sort(Comparator.comparing(Tenant::name));
        SharedCapacity shared = new SharedCapacity(capacities, distances.fleet(), tenants);
        if (shared.fits()) {
            return alone;
        }
        while (!shared.allot()) {
            // again round those that do not go where they were to
        }
        Map<ApplicationName, Decided> decided = new HashMap<>();
        tenants.forEach(tenant -> decided.put(tenant.name(), tenant.decided()));
        return alone.stream()
                .map(one -> decided.getOrDefault(one.plan().application(), one))
                .toList();
    }

    /** What shares are too coarse to tell is not too much. */
    private boolean fits() {
        for (int place = 0; place < capacities.length; place++) {
            double used = 0;
            double finest = 0;
            for (Tenant tenant : tenants) {
                used += tenant.uses()[place];
                finest += tenant.uses()[place] > 0 ? tenant.finest() : 0;
            }
            if (used > capacities[place] + finest) {
                return false;
            }
        }
        return true;
    }

    /** Whether all went where they were to. Who did not, by an order for instance, counts as it is from now on. */
    private boolean allot() {
        List<Allotment.Party> parties = tenants.stream().map(Tenant::party).toList();
        Allotment allotment = new Allotment(capacities, parties);
        allotment.settle();
        boolean all = true;
        for (int i = 0; i < parties.size(); i++) {
            Tenant tenant = tenants.get(i);
            if (parties.get(i).moves()) {
                all &= decide(tenant, parties.get(i).uses(), allotment);
            }
        }
        return all;
    }

    private boolean decide(Tenant tenant, double[] uses, Allotment allotment) {
        Map<DataCenterName, Double> scarce = new TreeMap<>();
        Map<DataCenterName, Double> all = new TreeMap<>();
        boolean less = false;
        for (int place = 0; place < capacities.length; place++) {
            if (capacities[place] < Double.POSITIVE_INFINITY && tenant.has(place)) {
                double left = uses[place] * allotment.fits(place);
                less |= left < tenant.usesAlone()[place] - tenant.finest();
                all.put(places.get(place), left);
                if (allotment.full(place)) {
                    scarce.put(places.get(place), left);
                }
            }
        }
        if (!less) {
            tenant.decide(Map.of());
            return true;
        }
        tenant.decide(scarce);
        if (!isWithin(tenant, uses)) {
            tenant.decide(all);
        }
        if (!isWithin(tenant, uses)) {
            tenant.stay();
            return false;
        }
        return true;
    }

    /** As far as shares can tell. Where there is room for any number it may go instead. */
    private boolean isWithin(Tenant tenant, double[] allotted) {
        for (int place = 0; place < capacities.length; place++) {
            boolean limited = capacities[place] < Double.POSITIVE_INFINITY;
            if (limited && tenant.uses()[place] > allotted[place] + tenant.finest()) {
                return false;
            }
        }
        return true;
    }

    /** An application's plan and what it was decided on. */
    public record Decided(Situation situation, RoutingPlan plan) {}
}
