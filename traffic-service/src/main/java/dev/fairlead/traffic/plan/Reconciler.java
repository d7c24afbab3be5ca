package dev.fairlead.traffic.plan;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.database.ForwardReads;
import dev.fairlead.service.region.Isolation;
import dev.fairlead.traffic.evidence.LatestEvidence;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.intent.LatestIntent;
import dev.fairlead.traffic.region.Agreements;
import dev.fairlead.traffic.region.Epochs;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.region.PlanDigests;
import dev.fairlead.traffic.region.Regions;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.DemandInForce;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Explanation;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Unserved;
import dev.fairlead.traffic.uptime.AvailabilityHistory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Observe, decide, publish: for every application, at each change of intent or evidence and now and then because
 * overrides expire. It starts from the stored plans and, so that a restart moves nothing, waits for the first evidence and for
 * the other regions and replicas.
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
    private final AvailabilityHistory availability;
    private final ForwardReads reads;
    private final Regions regions;
    private final Agreements agreements;
    private final EventBus bus;
    private final InstantSource clock;
    private final Instant started;
    private final Isolation isolation;
    private final Places places = PlacesFile.read();
    private final Loop loop;
    private Distances distances = Distances.of(new Fleet(Map.of()), places);
    private Map<ApplicationName, Situation> settled = Map.of();

    Reconciler(
            LatestIntent intent,
            LatestEvidence evidence,
            PlansInForce plans,
            PlanHistory history,
            AvailabilityHistory availability,
            PlatformTransactionManager transactions,
            Regions regions,
            Agreements agreements,
            EventBus bus,
            InstantSource clock,
            MeterRegistry registry) {
        this.intent = intent;
        this.evidence = evidence;
        this.plans = plans;
        this.history = history;
        this.availability = availability;
        this.reads = new ForwardReads(transactions);
        this.regions = regions;
        this.agreements = agreements;
        this.bus = bus;
        this.clock = clock;
        this.started = clock.instant();
        this.isolation = new Isolation(started, registry);
        this.loop = Loop.start("reconciler", INTERVAL, this::reconcile);
        intent.onChange(loop::wake);
        evidence.onNews(loop::wake);
        regions.onNews(loop::wake);
    }

    private Pass reconcile() {
        Intent wanted = intent.latest();
        if (wanted == null) {
            return new Pass.Settled();
        }
        if (!plans.loaded()) {
            plans.load(reads.read(() -> history.latest(wanted.applications())), regions.any());
        }
        Instant now = clock.instant();
        if ((evidence.complete() && regions.complete(now)) || now.isAfter(started.plus(PATIENCE))) {
            decideAll(wanted, now);
        }
        return new Pass.Settled();
    }

    private void decideAll(Intent wanted, Instant now) {
        if (!distances.fleet().equals(wanted.fleet())) {
            distances = Distances.of(wanted.fleet(), places);
        }
        PlansInForce.InForce before = plans.now();
        if (!before.decided()) {
            // in force until now; whoever decided them may not have been able to write what they mean for users
            wanted.applications()
                    .forEach(one ->
                            account(one, wanted.observed(one), before.plans().get(one.name())));
        }
        Heard heard = regions.heard(now);
        boolean isolated = heard.contact().isolated();
        isolation.take(heard.contact(), now);
        Round round = Round.decide(wanted, one -> evidence.about(one, heard), heard, before, settled, distances, now);
        settled = round.settled();
        Map<ApplicationName, RoutingPlan> told = isolated ? round.plans() : Epochs.notBefore(started, round.plans());
        Map<ApplicationName, RoutingPlan> next = heard.replicas().isEmpty()
                ? told
                : Epochs.joined(told, PlanDigests.of(told, agreements.digests()), heard.replicas());
        if (!round.changed().isEmpty()
                || next != round.plans()
                || next.size() != before.plans().size()
                || isolated != before.isolated()
                || !before.decided()) {
            plans.replace(next, isolated);
            history.keepOnly(next.keySet());
            availability.keepOnly(next.keySet());
            bus.publish(new Event(Topic.PLANS.name(), "plans"));
            round.changed()
                    .forEach(decision ->
                            record(decision, before.plans().get(decision.plan().application())));
        }
        boolean rejoined = before.isolated() && !isolated;
        if (agreements.look(plans.now().plans(), now) || rejoined) {
            intent.wake(); // what operators ordered meanwhile may not have been heard
        }
    }

    private void account(Application application, Map<String, Long> observed, @Nullable RoutingPlan plan) {
        if (plan != null) {
            DemandInForce asked = DemandInForce.of(application.spec(), observed, distances);
            availability.add(plan, Unserved.of(plan, asked.demand(), distances));
        }
    }

    private void record(Decision decision, @Nullable RoutingPlan before) {
        history.add(decision);
        Situation situation = decision.situation();
        account(situation.application(), situation.observed(), decision.plan());
        RoutingPlan plan = decision.plan();
        log.info(
                "application={} epoch={} proof={} change=\"{}\"",
                plan.application(),
                plan.epoch(),
                plan.proof(),
                Explanation.change(before, plan));
    }

    @Override
    public void close() {
        loop.close();
    }
}
