package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An application of known demand among those that share data centers. What it uses of one is what it is sent there and its headroom. */
final class Tenant {

    private static final double NEGLIGIBLE = 0.01;

    private final SharedCapacity.Decided alone;
    private final Demand demand;
    private final List<DataCenterName> places;
    private final Distances distances;
    private final double[] most;
    private final double[] usesAlone;
    private SharedCapacity.Decided decided;
    private double[] uses;
    private boolean stays;

    Tenant(SharedCapacity.Decided alone, Demand demand, Distances distances) {
        this.alone = alone;
        this.demand = demand;
        this.distances = distances;
        this.places = List.copyOf(distances.fleet().locations().keySet());
        this.most = most();
        this.usesAlone = used(alone.plan());
        this.decided = alone;
        this.uses = usesAlone;
    }

    ApplicationName name() {
        return alone.plan().application();
    }

    SharedCapacity.Decided decided() {
        return decided;
    }

    double[] uses() {
        return uses;
    }

    double[] usesAlone() {
        return usesAlone;
    }

    boolean has(int place) {
        return most[place] > 0 || usesAlone[place] > 0;
    }

    /** What its shares cannot tell apart. */
    double finest() {
        double all = demand.perSecond().values().stream()
                .mapToDouble(Long::doubleValue)
                .sum();
        return withHeadroom(all) / Share.WHOLE + NEGLIGIBLE;
    }

    /** As it is moved: from what it wants alone; one that stays, from where it is. */
    Allotment.Party party() {
        return new Allotment.Party((stays ? uses : usesAlone).clone(), most, next(), !stays);
    }

    void stay() {
        stays = true;
    }

    /** @param rooms what is left to it; empty: all it wants */
    void decide(Map<DataCenterName, Double> rooms) {
        if (rooms.isEmpty()) {
            decided = alone;
        } else {
            Map<DataCenterName, Double> left = new TreeMap<>();
            rooms.forEach((dataCenter, room) -> left.put(dataCenter, Math.round(room * 1_000) / 1_000.0));
            Situation situation = alone.situation().sharing(left);
            decided = new SharedCapacity.Decided(situation, Steering.decide(situation, distances));
        }
        uses = used(decided.plan());
    }

    private double[] most() {
        double[] all = new double[places.size()];
        for (Standing standing : alone.plan().standings()) {
            boolean serves = standing.state() == Standing.State.SERVING
                    && !standing.code().equals(Pin.ELSEWHERE);
            int place = distances.index(standing.dataCenter());
            if (serves && place >= 0) {
                all[place] = Double.POSITIVE_INFINITY;
            }
        }
        for (Pool pool : alone.situation().application().spec().pools()) {
            int place = distances.index(pool.dataCenter());
            if (place >= 0 && pool.capacityPerSecond() != null) {
                all[place] = Math.min(all[place], pool.capacityPerSecond());
            }
        }
        return all;
    }

    /** As a pool that is full spills over. */
    private int[][] next() {
        int[][] all = new int[places.size()][];
        for (int from = 0; from < all.length; from++) {
            List<DataCenterName> order = new ArrayList<>(
                    alone.situation().application().spec().steering().failover());
            order.addAll(distances.nearestTo(places.get(from)));
            all[from] = usesAlone[from] == 0
                    ? new int[0]
                    : order.stream()
                            .mapToInt(distances::index)
                            .filter(place -> place >= 0 && most[place] > 0)
                            .distinct()
                            .toArray();
        }
        return all;
    }

    private double[] used(RoutingPlan plan) {
        double[] used = new double[places.size()];
        List<AudienceShares> audiences = plan.audiences();
        if (audiences.isEmpty()) {
            return used;
        }
        double[] asked = Audiences.demands(audiences, demand, distances);
        for (int i = 0; i < asked.length; i++) {
            for (Share share : asked[i] > 0 ? audiences.get(i).shares() : List.<Share>of()) {
                int place = distances.index(share.dataCenter());
                if (place >= 0) {
                    used[place] += withHeadroom(asked[i] * share.basisPoints() / Share.WHOLE);
                }
            }
        }
        return used;
    }

    private double withHeadroom(double requests) {
        return requests * 100 / (100 - demand.headroomPercent());
    }
}
