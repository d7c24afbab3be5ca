package dev.fairlead.traffic.plan;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.traffic.evidence.LatestEvidence;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.intent.LatestIntent;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Explanation;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Observe, decide, publish: for every application, at each change of intent or evidence and now and then because
 * overrides expire. It starts from the stored plans and, so that a restart moves nothing, waits for the first evidence.
 */
@Component
class Reconciler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** How long the first decision waits for evidence; after that its absence is evidence too. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LatestIntent intent;
    private final LatestEvidence evidence;
    private final PlansInForce plans;
    private final PlanHistory history;
    private final EventBus bus;
    private final InstantSource clock;
    private final Instant started;
    private final Places places = PlacesFile.read();
    private final Loop loop;
    private Distances distances = Distances.of(new Fleet(Map.of()), places);

    Reconciler(
            LatestIntent intent,
            LatestEvidence evidence,
            PlansInForce plans,
            PlanHistory history,
            EventBus bus,
            InstantSource clock) {
        this.intent = intent;
        this.evidence = evidence;
        this.plans = plans;
        this.history = history;
        this.bus = bus;
        this.clock = clock;
        this.started = clock.instant();
        this.loop = Loop.start("reconciler", INTERVAL, this::reconcile);
        intent.onChange(loop::wake);
        evidence.onAnswer(loop::wake);
    }

    private Pass reconcile() {
        Intent wanted = intent.latest();
        if (wanted == null) {
            return new Pass.Settled();
        }
        if (!plans.loaded()) {
            plans.replace(history.latest(wanted.applications()));
        }
        Instant now = clock.instant();
        if (evidence.complete() || now.isAfter(started.plus(PATIENCE))) {
            decideAll(wanted, now);
        }
        return new Pass.Settled();
    }

    private void decideAll(Intent wanted, Instant now) {
        if (!distances.fleet().equals(wanted.fleet())) {
            distances = Distances.of(wanted.fleet(), places);
        }
        Map<ApplicationName, RoutingPlan> before = plans.known();
        Map<ApplicationName, RoutingPlan> after = new HashMap<>();
        List<Decision> changed = new ArrayList<>();
        for (Application application : wanted.applications()) {
            RoutingPlan previous = before.get(application.name());
            Situation situation = new Situation(
                    application,
                    wanted.fleet(),
                    evidence.about(
                            application.name(),
                            application.spec().data() == null
                                    ? null
                                    : application.spec().data().database()),
                    wanted.orders().about(application.name()),
                    previous,
                    now);
            RoutingPlan plan = Steering.decide(situation, distances);
            after.put(application.name(), plan);
            if (plan != previous) {
                changed.add(new Decision(plan, situation));
            }
        }
        if (changed.isEmpty() && after.size() == before.size()) {
            return;
        }
        plans.replace(after);
        history.keepOnly(after.keySet());
        bus.publish(new Event(Topic.PLANS.name(), "plans"));
        changed.forEach(this::record);
    }

    private void record(Decision decision) {
        history.add(decision);
        RoutingPlan plan = decision.plan();
        log.info(
                "application={} epoch={} proof={} change=\"{}\"",
                plan.application(),
                plan.epoch(),
                plan.proof(),
                Explanation.change(decision.situation().previous(), plan));
    }

    @Override
    public void close() {
        loop.close();
    }
}
