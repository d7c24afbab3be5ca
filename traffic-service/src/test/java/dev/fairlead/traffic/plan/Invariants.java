package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.traffic.steering.Application;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every plan keeps, whatever happens to the fleet. */
final class Invariants {

    private final RandomFleet fleet;
    private final String seed;

    Invariants(RandomFleet fleet, String seed) {
        this.fleet = fleet;
        this.seed = seed;
    }

    /** Decides on what is true now, and looks at every plan. */
    Round round() {
        Map<ApplicationName, RoutingPlan> before = fleet.plans();
        Round round = fleet.round();
        Set<DataCenterName> lost = lost();
        for (Application application : fleet.applications) {
            check(application, before.get(application.name()), fleet.plan(application));
            assertThat(fleet.plan(application).standings())
                    .as("nobody serves where all is lost, %s", seed)
                    .noneMatch(standing -> standing.state() == State.SERVING && lost.contains(standing.dataCenter()));
        }
        assertThat(fleet.decide().changed())
                .as("deciding twice changes nothing, %s", seed)
                .isEmpty();
        return round;
    }

    private void check(Application application, @Nullable RoutingPlan before, RoutingPlan plan) {
        boolean pinned = acts(Kind.PIN, application, null);
        boolean somebodyServes = plan.standings().stream().anyMatch(standing -> standing.state() == State.SERVING);
        Map<DataCenterName, Standing> standings = new HashMap<>();
        plan.standings().forEach(standing -> standings.put(standing.dataCenter(), standing));
        for (Standing standing : plan.standings()) {
            if (acts(Kind.READ_ONLY, application, standing.dataCenter())) {
                assertThat(standing.mode()).as("%s, %s", plan, seed).isNotEqualTo(ServingMode.READ_WRITE);
                assertThat(plan.writeRoute()).as("%s, %s", plan, seed).isNotEqualTo(standing.dataCenter());
            }
        }
        for (AudienceShares audience : plan.audiences()) {
            int sum = audience.shares().stream().mapToInt(Share::basisPoints).sum();
            assertThat(sum).as("%s of %s, %s", audience, plan, seed).isIn(0, Share.WHOLE);
            for (Share share : audience.shares()) {
                Standing standing = Objects.requireNonNull(standings.get(share.dataCenter()));
                assertThat(standing.state()).as("%s, %s", plan, seed).isNotEqualTo(State.DRAINED);
                if (somebodyServes && !pinned) {
                    assertThat(standing.state()).as("%s, %s", plan, seed).isEqualTo(State.SERVING);
                }
            }
        }
        assertThat(plan.audiences()).as("%s, %s", plan.application(), seed).isNotEmpty();
        if (before != null && plan != before) {
            assertThat(plan.epoch()).as("%s, %s", plan, seed).isGreaterThan(before.epoch());
        }
        for (Pool pool : application.spec().pools()) {
            if (Objects.requireNonNull(standings.get(pool.dataCenter())).state() == State.SERVING) {
                checkServing(application, pool, plan);
            }
        }
        checkCapacity(application, plan, pinned);
    }

    /** By what is true; not those of which somebody said otherwise. */
    private Set<DataCenterName> lost() {
        Set<DataCenterName> lost = new HashSet<>();
        fleet.dataCenters.evacuations().forEach((where, rule) -> {
            List<Health> known = fleet.truth.entrySet().stream()
                    .filter(each -> each.getKey().dataCenter().equals(where) && each.getValue() != Health.UNKNOWN)
                    .map(Map.Entry::getValue)
                    .toList();
            int down = Collections.frequency(known, Health.DOWN);
            boolean ordered = fleet.overrides.stream().anyMatch(override -> override.isAbout(where));
            if (!ordered && known.size() >= rule.ofAtLeast() && 100 * down >= rule.downPercent() * known.size()) {
                lost.add(where);
            }
        });
        return lost;
    }

    /** By what is true, not by what the plan says of it. */
    private void checkServing(Application application, Pool pool, RoutingPlan plan) {
        DataCenterName where = pool.dataCenter();
        assertThat(acts(Kind.DRAIN, application, where))
                .as("%s, %s", plan, seed)
                .isFalse();
        if (!acts(Kind.TREAT_AS_UP, application, where)) {
            long notDown = pool.endpoints().stream()
                    .map(address -> fleet.truth.get(new Endpoint(application.name(), where, address)))
                    .filter(health -> health != Health.DOWN)
                    .count();
            assertThat(notDown).as("%s, %s", plan, seed).isGreaterThanOrEqualTo(pool.minimumUp());
        }
        if (fleet.asked == null) {
            assertThat(fleet.isStale(application, where))
                    .as("%s, %s", plan, seed)
                    .isFalse();
        }
    }

    /** @param where absent: anywhere */
    private boolean acts(Kind kind, Application application, @Nullable DataCenterName where) {
        for (RoutingOverride override : fleet.overrides) {
            if (override.kind() == kind
                    && override.emptyAt() == null // else it goes step by step
                    && override.actsOn(application.name(), fleet.now)
                    && (where == null || override.isAbout(where))) {
                return true;
            }
        }
        return false;
    }

    /** Nobody is above its limit while another that gets users as well has room. */
    private void checkCapacity(Application application, RoutingPlan plan, boolean pinned) {
        boolean kept = application.spec().steering().allDown() == AllDown.FAIL_STATIC;
        boolean all = application.spec().pools().stream().allMatch(pool -> pool.capacityPerSecond() != null);
        if (pinned || kept || !all) {
            return;
        }
        boolean over = plan.loads().stream().anyMatch(load -> load.excessPerSecond() > 1);
        boolean room = plan.loads().stream().anyMatch(load -> load.perSecond() < load.limitPerSecond() - 1);
        assertThat(over && room).as("%s, %s", plan.loads(), seed).isFalse();
    }
}
