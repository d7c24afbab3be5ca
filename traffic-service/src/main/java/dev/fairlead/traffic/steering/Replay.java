package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays recorded situations again, through the same decision, with something else in them. Between two of them the evidence of the
 * first holds; where a hold or a ramp awaits a time, the decision is asked in between as often as is needed.
 */
public final class Replay {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_STEPS = 100_000;

    private final What what;
    private final Places places;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable RoutingPlan plan;
    private int decisions;

    private Replay(What what, Places places) {
        this.what = what;
        this.places = places;
    }

    /**
     * @param recorded in order of time, at least one
     * @return the plans that would have been, in order of time; the first is that of the first situation
     * @throws IllegalStateException if it takes more decisions than anybody waits for
     */
    public static List<Step> of(List<Situation> recorded, What what, Instant end, Places places) {
        Replay replay = new Replay(what, places);
        replay.plan = recorded.getFirst().previous();
        for (int i = 0; i < recorded.size(); i++) {
            Instant next = i + 1 < recorded.size() ? recorded.get(i + 1).now() : end;
            replay.play(recorded.get(i), next);
        }
        return List.copyOf(replay.steps);
    }

    /** How often any user was sent elsewhere. */
    public static int switches(List<RoutingPlan> plans) {
        int switches = 0;
        for (int i = 1; i < plans.size(); i++) {
            List<AudienceShares> before = plans.get(i - 1).audiences();
            switches += before.equals(plans.get(i).audiences()) ? 0 : 1;
        }
        return switches;
    }

    private void play(Situation situation, Instant until) {
        NavigableSet<Instant> moments = new TreeSet<>(what.momentsBetween(situation.now(), until));
        moments.add(situation.now());
        while (!moments.isEmpty()) {
            Instant now = moments.removeFirst();
            Situation changed = what.changed(situation, plan, now);
            decide(changed);
            Instant tick = now.plus(TICK);
            if (changed.withPrevious(plan).awaitsATime() && tick.isBefore(until)) {
                moments.add(tick);
            }
        }
    }

    private void decide(Situation situation) {
        if (++decisions > MOST_STEPS) {
            throw new IllegalStateException("it takes more than %d decisions".formatted(MOST_STEPS));
        }
        RoutingPlan decided = Steering.decide(situation, Distances.of(situation.fleet(), places));
        if (decided != plan) {
            steps.add(new Step(situation.now(), decided));
        }
        plan = decided;
    }

    /** A plan, and when it came into force. */
    public record Step(Instant at, RoutingPlan plan) {}

    /**
     * What is to be otherwise.
     *
     * @param spec absent: as it was
     * @param lost data centers that are down for a time, whatever was seen of them
     * @param orders beside those that were recorded, or in place of them
     * @param verdicts in place of those that were recorded
     */
    public record What(
            @Nullable ApplicationSpec spec, List<Loss> lost, SimulatedOrders orders, SimulatedVerdicts verdicts) {

        /** Nothing. */
        public static final What AS_IT_WAS = new What(null, List.of(), SimulatedOrders.NONE, SimulatedVerdicts.NONE);

        public What {
            lost = List.copyOf(lost);
        }

        List<Instant> momentsBetween(Instant after, Instant before) {
            List<Instant> moments = new ArrayList<>(verdicts.momentsBetween(after, before));
            moments.addAll(orders.momentsBetween(after, before));
            for (Loss loss : lost) {
                for (Instant moment : List.of(loss.from(), loss.to())) {
                    if (moment.isAfter(after) && moment.isBefore(before)) {
                        moments.add(moment);
                    }
                }
            }
            return moments;
        }

        Situation changed(Situation was, @Nullable RoutingPlan previous, Instant now) {
            return new Situation(
                    spec == null
                            ? was.application()
                            : new Application(was.application().name(), spec),
                    was.fleet(),
                    evidence(was.evidence(), now),
                    orders.at(now, was.application().name(), was.orders()),
                    previous,
                    now,
                    was.observed(),
                    was.shared());
        }

        private Evidence evidence(Evidence was, Instant now) {
            Map<DataCenterName, List<Verdict>> would = new TreeMap<>();
            was.verdicts().forEach((name, all) -> would.put(name, verdicts.at(now, all)));
            for (Loss loss : lost) {
                if (!now.isBefore(loss.from()) && now.isBefore(loss.to())) {
                    would.computeIfPresent(loss.dataCenter(), (name, all) -> down(all, loss));
                }
            }
            return new Evidence(would, was.copies(), elsewhere(was.elsewhere()), was.dependencies(), was.lost());
        }

        /** What other regions held by the recorded verdicts is no fact where those were others. */
        private Elsewhere elsewhere(Elsewhere was) {
            return verdicts.none() ? was : new Elsewhere(was.isolated(), Map.of());
        }

        private static List<Verdict> down(List<Verdict> all, Loss loss) {
            return all.stream()
                    .map(verdict -> new Verdict(
                            verdict.endpoint(), Health.DOWN, loss.from(), loss.from(), "simulated loss", List.of()))
                    .toList();
        }
    }

    /** @param to when it is seen as it was again */
    public record Loss(DataCenterName dataCenter, Instant from, Instant to) {}
}
