package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.Preview.Change;
import dev.fairlead.contracts.traffic.Preview.Hit;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The safety rules that a change of one application's plan breaks: by what is left in the end, and by how many users it moves now and in
 * the next minute. What is broken already, and gets no worse, is nobody's hit:
 * a change that mends half of it has to be possible.
 */
public final class SafetyRules {

    private final Application application;
    private final ApplicationSpec spec;
    private final Course before;
    private final Course after;
    private final List<Hit> hits = new ArrayList<>();

    private SafetyRules(Application application, Course before, Course after) {
        this.application = application;
        this.spec = application.spec();
        this.before = before;
        this.after = after;
    }

    /**
     * @param application as it would be
     * @param minuteAgo its plan a minute ago; absent: not known
     */
    public static List<Hit> broken(
            Application application, Course before, Course after, @Nullable RoutingPlan minuteAgo) {
        SafetyRules rules = new SafetyRules(application, before, after);
        rules.dataCenters();
        rules.capacity();
        rules.load();
        rules.moved(minuteAgo);
        return rules.hits;
    }

    /** What changes for the application. */
    public static Change change(Application application, @Nullable RoutingPlan before, RoutingPlan after) {
        double moved = before == null
                ? 0
                : Moved.percent(before, after, application.spec().demand());
        return new Change(application.name(), Math.round(moved * 10) / 10.0, before, after);
    }

    private void dataCenters() {
        int were = Audiences.sharing(before.end().audiences()).size();
        int are = Audiences.sharing(after.end().audiences()).size();
        if (are < spec.safety().minimumDataCenters() && are < were) {
            hit(
                    Rule.MINIMUM_DATA_CENTERS,
                    "users would go to %d data centers, not to %d as now; at least %d have to be left",
                    are,
                    were,
                    spec.safety().minimumDataCenters());
        }
    }

    private void capacity() {
        int were = percentOfCapacity(before.end());
        int are = percentOfCapacity(after.end());
        if (are < spec.safety().minimumCapacityPercent() && are < were) {
            hit(
                    Rule.MINIMUM_CAPACITY,
                    "%d %% of the capacity would be left, now it is %d %%; at least %d %% have to be left",
                    are,
                    were,
                    spec.safety().minimumCapacityPercent());
        }
    }

    private int percentOfCapacity(RoutingPlan plan) {
        Set<DataCenterName> sharing = Audiences.sharing(plan.audiences());
        long all = 0;
        long left = 0;
        for (Pool pool : spec.pools()) {
            long capacity = pool.capacityPerSecond() == null ? 1 : pool.capacityPerSecond();
            all += capacity;
            left += sharing.contains(pool.dataCenter()) ? capacity : 0;
        }
        return all == 0 ? 0 : (int) (100 * left / all);
    }

    private void load() {
        long was = excess(before.end());
        long is = excess(after.end());
        if (is > was) {
            String where = String.join(
                    ", ",
                    after.end().loads().stream()
                            .filter(load -> load.excessPerSecond() > 0)
                            .map(load -> "%s (%d of at most %d)"
                                    .formatted(load.dataCenter(), load.perSecond(), load.limitPerSecond()))
                            .toList());
            hit(Rule.OVERLOAD, "%d requests/s more than fit would go to %s", is, where);
        }
    }

    private static long excess(RoutingPlan plan) {
        return plan.loads().stream().mapToLong(Load::excessPerSecond).sum();
    }

    private void moved(@Nullable RoutingPlan minuteAgo) {
        Safety safety = spec.safety();
        double now = Moved.percent(before.now(), after.now(), spec.demand());
        if (now > safety.mostMovedPercent()) {
            hit(
                    Rule.MOST_MOVED,
                    "%.1f %% of the users would be moved at once, at most %d %% may",
                    now,
                    safety.mostMovedPercent());
        }
        double recently = minuteAgo == null ? now : Moved.percent(minuteAgo, after.now(), spec.demand());
        double soon = after.partInAMinute() * Moved.percent(after.now(), after.end(), spec.demand());
        if (now > 0 && recently + soon > safety.mostMovedPerMinutePercent()) {
            hit(
                    Rule.MOST_MOVED_PER_MINUTE,
                    "%.1f %% of the users would be moved within a minute, at most %d %% may",
                    recently + soon,
                    safety.mostMovedPerMinutePercent());
        }
    }

    private void hit(Rule rule, String detail, Object... figures) {
        hits.add(new Hit(rule, application.name(), detail.formatted(figures)));
    }
}
