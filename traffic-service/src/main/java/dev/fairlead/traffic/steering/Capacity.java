package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps data centers from being sent more than they can take, by filling them like connected vessels. What is above a limit,
 * which is the capacity without its headroom, spills over to the next data center that has room: the failover order first, then
 * the nearest. Each audience gives the same part of what it has there, so no more users move than must. What fits nowhere is
 * spread by capacity, and the loads say so. An order, such as a pin, and kept shares are not touched; their loads are told all the same.
 */
final class Capacity {

    private static final int FINEST = 1_000_000;

    private final List<AudienceShares> split;
    private final List<DataCenterName> admitted;
    private final double[] demand;
    private final double[][] parts;
    private final boolean[] moved;
    private final double[] loads;
    private final double[] limits;
    private final double[] capacities;

    private Capacity(
            List<AudienceShares> split,
            List<DataCenterName> admitted,
            ApplicationSpec spec,
            Demand asked,
            double[] demand,
            Map<DataCenterName, Double> shared) {
        this.split = split;
        this.admitted = admitted;
        this.demand = demand;
        this.parts = new double[split.size()][admitted.size()];
        this.moved = new boolean[split.size()];
        this.loads = new double[admitted.size()];
        this.limits = new double[admitted.size()];
        this.capacities = new double[admitted.size()];
        Arrays.fill(capacities, Double.POSITIVE_INFINITY);
        for (Pool pool : spec.pools()) {
            int index = admitted.indexOf(pool.dataCenter());
            if (index >= 0 && pool.capacityPerSecond() != null) {
                capacities[index] = pool.capacityPerSecond();
            }
        }
        shared.forEach((dataCenter, left) -> {
            int index = admitted.indexOf(dataCenter);
            if (index >= 0) {
                capacities[index] = Math.min(capacities[index], left);
            }
        });
        for (int i = 0; i < admitted.size(); i++) {
            limits[i] = capacities[i] * (100 - asked.headroomPercent()) / 100;
        }
        for (int audience = 0; audience < split.size(); audience++) {
            for (Share share : split.get(audience).shares()) {
                int index = admitted.indexOf(share.dataCenter());
                parts[audience][index] = (double) share.basisPoints() / Share.WHOLE;
                loads[index] += demand[audience] * parts[audience][index];
            }
        }
    }

    /**
     * @param demand absent: nobody knows it
     * @param shared what is left to the application of data centers of which all together ask too much; its pools have no more capacity there
     */
    static Filled fill(
            List<AudienceShares> split,
            Admission admission,
            ApplicationSpec spec,
            @Nullable Demand demand,
            Distances distances,
            Map<DataCenterName, Double> shared) {
        if (demand == null
                || split.stream().allMatch(audience -> audience.shares().isEmpty())) {
            return new Filled(split, List.of());
        }
        double[] byAudience = Audiences.demands(split, demand, distances);
        Capacity capacity = new Capacity(split, admission.admitted(), spec, demand, byAudience, shared);
        boolean ordered = admission.pin() != null || admission.kept() != null;
        if (ordered || !capacity.overloaded()) {
            return new Filled(split, capacity.told());
        }
        capacity.spill(spec.steering().failover(), distances);
        capacity.level();
        List<AudienceShares> filled = capacity.audiences();
        return new Filled(filled, new Capacity(filled, admission.admitted(), spec, demand, byAudience, shared).told());
    }

    private boolean overloaded() {
        for (int i = 0; i < loads.length; i++) {
            if (loads[i] > limits[i]) {
                return true;
            }
        }
        return false;
    }

    /** Down to the limits, as far as anybody has room. */
    private void spill(List<DataCenterName> failover, Distances distances) {
        for (int from = 0; from < loads.length; from++) {
            if (loads[from] <= limits[from]) {
                continue;
            }
            List<DataCenterName> order = new ArrayList<>(failover);
            order.addAll(distances.nearestTo(admitted.get(from)));
            for (DataCenterName next : order) {
                int to = admitted.indexOf(next);
                if (to >= 0 && to != from && loads[from] > limits[from] && loads[to] < limits[to]) {
                    move(from, to, Math.min(loads[from] - limits[from], limits[to] - loads[to]));
                }
            }
        }
    }

    /** Where all are full, everybody gets the same part of its capacity. */
    private void level() {
        double all = Arrays.stream(capacities).sum();
        if (!overloaded() || all == 0) {
            return;
        }
        double fullness = Arrays.stream(loads).sum() / all;
        for (int from = 0; from < loads.length; from++) {
            for (int to = 0; to < loads.length; to++) {
                double more = loads[from] - fullness * capacities[from];
                double less = fullness * capacities[to] - loads[to];
                if (more > 0 && less > 0) {
                    move(from, to, Math.min(more, less));
                }
            }
        }
    }

    private void move(int from, int to, double requests) {
        double part = requests / loads[from];
        for (int audience = 0; audience < parts.length; audience++) {
            double[] parted = parts[audience];
            if (parted[from] > 0) {
                parted[to] += parted[from] * part;
                parted[from] -= parted[from] * part;
                moved[audience] = true;
            }
        }
        loads[from] -= requests;
        loads[to] += requests;
    }

    private List<AudienceShares> audiences() {
        List<AudienceShares> audiences = new ArrayList<>(split.size());
        for (int i = 0; i < split.size(); i++) {
            AudienceShares audience = split.get(i);
            if (!moved[i]) {
                audiences.add(audience);
                continue;
            }
            Map<DataCenterName, Integer> weights = new TreeMap<>();
            for (int j = 0; j < admitted.size(); j++) {
                weights.put(admitted.get(j), (int) Math.round(parts[i][j] * FINEST));
            }
            audiences.add(audience.sent(Apportionment.split(weights)));
        }
        return List.copyOf(audiences);
    }

    /** By the shares as they are told: what is above a limit only because they are no finer is not. */
    private List<Load> told() {
        double finest = Arrays.stream(demand).sum() / Share.WHOLE;
        List<Load> told = new ArrayList<>();
        for (int i = 0; i < loads.length; i++) {
            if (capacities[i] < Double.POSITIVE_INFINITY && gets(i)) {
                long load = Math.round(loads[i]);
                long limit = (long) limits[i];
                boolean over = load > limit && loads[i] > limits[i] + finest;
                told.add(new Load(
                        admitted.get(i),
                        over ? load : Math.min(load, limit),
                        limit,
                        (long) capacities[i],
                        over ? served(i) : List.of()));
            }
        }
        return told;
    }

    private boolean gets(int dataCenter) {
        return Arrays.stream(parts).anyMatch(parted -> parted[dataCenter] > 0);
    }

    private List<String> served(int dataCenter) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            if (demand[i] * parts[i][dataCenter] >= 1) {
                names.add(split.get(i).audience());
            }
        }
        return names;
    }

    /**
     * @param audiences those given, where nothing had to be moved
     * @param loads of the data centers that get users and whose capacity is known
     */
    record Filled(List<AudienceShares> audiences, List<Load> loads) {}
}
