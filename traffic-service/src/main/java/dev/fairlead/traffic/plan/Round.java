package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.Closeness;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.LostDataCenters;
import dev.fairlead.traffic.steering.SharedCapacity;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One decision about every application. Pure.
 *
 * @param plans all that are in force after it
 * @param changed those that are not the ones before it
 * @param settled the situations that changed nothing; the same again, only later, needs no decision
 */
record Round(Map<ApplicationName, RoutingPlan> plans, List<Decision> changed, Map<ApplicationName, Situation> settled) {

    /**
     * @param evidence about each application; of a region that is isolated now it is {@link Evidence#CUT_OFF}
     * @param before the plans in force, and whether this region was isolated when it decided them
     * @param settled by the round before
     */
    static Round decide(
            Intent wanted,
            Function<Application, Evidence> evidence,
            Heard heard,
            PlansInForce.InForce before,
            Map<ApplicationName, Situation> settled,
            Distances distances,
            Instant now) {
        Map<DataCenterName, String> lost = lost(wanted, evidence, before, now);
        boolean rejoins = before.isolated() && !heard.contact().isolated();
        Fleet byGeography = wanted.fleet().withoutRtts();
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        List<Decision> changed = new ArrayList<>();
        List<SharedCapacity.Decided> alone = new ArrayList<>();
        Map<ApplicationName, Situation> stillSettled = new HashMap<>();
        for (Application application : Dependencies.first(wanted.applications())) {
            RoutingPlan own = before.plans().get(application.name());
            Situation situation = new Situation(
                    application,
                    application.spec().steering().closeness() == Closeness.RTT ? wanted.fleet() : byGeography,
                    evidence.apply(application).with(dependencies(application, plans), lost),
                    wanted.orders().about(application.name()),
                    heard.previous(application.name(), own, rejoins),
                    now,
                    wanted.observed(application));
            Situation known = settled.get(application.name());
            boolean same = known != null && own != null && situation.onlyLaterThan(known);
            RoutingPlan plan = same && own != null ? own : Steering.decide(situation, distances);
            plans.put(application.name(), plan);
            alone.add(new SharedCapacity.Decided(situation, plan));
            if (same && known != null) {
                stillSettled.put(application.name(), known);
            }
        }
        for (SharedCapacity.Decided one : SharedCapacity.share(wanted.fleet().capacities(), alone, distances)) {
            ApplicationName name = one.plan().application();
            plans.put(name, one.plan());
            if (one.plan() != before.plans().get(name)) {
                stillSettled.remove(name);
                changed.add(new Decision(one.plan(), one.situation()));
            } else if (one.situation().shared().isEmpty()) {
                stillSettled.putIfAbsent(name, one.situation());
            } else {
                stillSettled.put(name, one.situation());
            }
        }
        return new Round(plans, changed, stillSettled);
    }

    private static Map<DataCenterName, String> lost(
            Intent wanted, Function<Application, Evidence> evidence, PlansInForce.InForce before, Instant now) {
        if (wanted.fleet().evacuations().isEmpty()) {
            return Map.of();
        }
        Map<ApplicationName, Map<DataCenterName, List<Verdict>>> verdicts = new HashMap<>();
        for (Application application : wanted.applications()) {
            verdicts.put(application.name(), evidence.apply(application).verdicts());
        }
        return LostDataCenters.of(
                wanted.fleet(), verdicts, wanted.orders(), before.plans().values(), now);
    }

    private static Map<ApplicationName, List<Standing>> dependencies(
            Application application, Map<ApplicationName, RoutingPlan> decided) {
        Map<ApplicationName, List<Standing>> standings = new TreeMap<>();
        for (ApplicationName dependency : application.spec().dependsOn()) {
            RoutingPlan plan = decided.get(dependency);
            if (plan != null) {
                standings.put(dependency, plan.standings());
            }
        }
        return standings;
    }
}
