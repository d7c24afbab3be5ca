package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.traffic.steering.Audiences.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides where an application's users go. Read {@link #decide} from top to bottom: pools become candidates, each gate
 * may put an obstacle before a candidate, some are on the way out, the all-down policy and pins settle who gets traffic, the audiences are
 * split over those, and what is more than one can take spills over to the next.
 */
public final class Steering {

    /** In order of rank: where several gates object, the first one names the state of the data center. */
    private static final List<Gate> GATES = List.of(
            new DrainGate(),
            new HealthGate(),
            new DataCenterGate(),
            new FailbackGate(),
            new DependencyGate(),
            new FreshnessGate(),
            new SlowGate());

    private Steering() {}

    /**
     * The plan for this situation; the previous plan itself where nothing but time would change.
     *
     * @param distances of the situation's fleet
     */
    public static RoutingPlan decide(Situation situation, Distances distances) {
        return decide(situation, distances, Trace.NONE);
    }

    /** The same decision, and what it comes to at each of its steps. */
    public static Explained explain(Situation situation, Distances distances) {
        List<Explained.Step> steps = new ArrayList<>();
        RoutingPlan plan = decide(situation, distances, (step, said) -> {
            List<String> lines = said.get();
            if (!lines.isEmpty()) {
                steps.add(new Explained.Step(step, lines));
            }
        });
        return new Explained(plan, steps);
    }

    private static RoutingPlan decide(Situation situation, Distances distances, Trace trace) {
        ApplicationSpec spec = situation.application().spec();
        List<Candidate> gated = Candidate.all(situation, GATES);
        trace.told("gates", () -> StepWords.gates(gated));
        List<Candidate> leaving = GradualDrains.applied(gated, situation);
        Admission admission = Pin.narrow(AllDownPolicy.admit(leaving, situation), leaving, situation);
        List<Candidate> candidates =
                admission.pin() == null ? leaving : GradualDrains.appliedUnderPin(gated, situation);
        trace.told("drains by steps", () -> StepWords.drains(gated, candidates));
        trace.told("admission", () -> StepWords.admission(admission));
        List<DataCenterName> pools = names(candidates);
        Map<DataCenterName, Standing.Ramp> ramps = admission.ramps(candidates, situation);
        Split wanted = split(admission, spec, pools, ramps, distances, trace);
        Demand demand = DemandInForce.of(spec, situation.observed(), distances).demand();
        Capacity.Filled filled =
                Capacity.fill(wanted.audiences(), admission, spec, demand, distances, situation.shared());
        Split split = filled.audiences() == wanted.audiences() ? wanted : new Split(filled.audiences(), pools);
        trace.told("capacity", () -> StepWords.capacity(wanted, filled, situation));
        WriteRoute writeRoute = WriteRoute.of(situation);
        Modes modes = new Modes(situation, writeRoute);
        List<Standing> standings = new ArrayList<>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            standings.add(admission.standing(candidates.get(i), split.gives(i), modes, situation.now(), ramps));
        }
        RoutingPlan plan = new RoutingPlan(
                situation.application().name(),
                spec.host(),
                spec.ttlSeconds(),
                epoch(situation.previous(), situation.now()),
                situation.now(),
                newestProof(candidates),
                split.audiences(),
                standings,
                writeRoute.dataCenter(),
                filled.loads(),
                spec.resilience());
        RoutingPlan previous = situation.previous();
        return previous != null && saysTheSame(previous, plan) ? previous : plan;
    }

    private static Split split(
            Admission admission,
            ApplicationSpec spec,
            List<DataCenterName> pools,
            Map<DataCenterName, Standing.Ramp> ramps,
            Distances distances,
            Trace trace) {
        Split whole = admission.kept() != null
                ? new Split(admission.kept(), pools)
                : distances.split(new Terms(spec.steering(), pools, admission.admitted()));
        trace.told("split", () -> StepWords.shares(whole.audiences()));
        if (admission.kept() != null || ramps.isEmpty()) {
            return whole;
        }
        List<DataCenterName> steady = new ArrayList<>(admission.admitted());
        steady.removeAll(ramps.keySet());
        Split without = distances.split(new Terms(spec.steering(), pools, steady));
        List<AudienceShares> blended = Ramps.blend(whole.audiences(), without.audiences(), ramps);
        trace.told("ramps", () -> StepWords.ramps(ramps, blended));
        return new Split(blended, pools);
    }

    private static List<DataCenterName> names(List<Candidate> candidates) {
        List<DataCenterName> names = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            names.add(candidate.dataCenter());
        }
        return names;
    }

    /** Grows with each plan, and past every plan that a lost history may have held. */
    private static long epoch(@Nullable RoutingPlan previous, Instant now) {
        return previous == null ? now.toEpochMilli() : Math.max(previous.epoch() + 1, now.toEpochMilli());
    }

    private static @Nullable Instant newestProof(List<Candidate> candidates) {
        Instant newest = null;
        for (Candidate candidate : candidates) {
            Instant proof = candidate.endpoints().proof();
            if (proof != null && (newest == null || proof.isAfter(newest))) {
                newest = proof;
            }
        }
        return newest;
    }

    /** Everything a data plane or an operator would see; not when it was decided. */
    static boolean saysTheSame(RoutingPlan previous, RoutingPlan plan) {
        return previous.equals(new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                previous.epoch(),
                previous.decidedAt(),
                previous.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute(),
                plan.loads(),
                plan.resilience()));
    }
}
