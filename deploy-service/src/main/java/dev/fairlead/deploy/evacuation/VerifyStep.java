package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Nobody is sent there any more, and wherever users are sent instead every vantage point finds somebody who answers. */
@Component
final class VerifyStep implements Step<EvacuationInput> {

    private final TrafficApi traffic;
    private final HealthApi health;
    private final EvacuationTimes times;

    VerifyStep(TrafficApi traffic, HealthApi health, EvacuationTimes times) {
        this.traffic = traffic;
        this.health = health;
        this.times = times;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("looks from every vantage point");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        List<Verdict> verdicts = health.verdicts().items();
        List<String> open = new ArrayList<>();
        for (ApplicationName application : context.input().applications()) {
            RoutingPlan plan = traffic.plan(application.value());
            if (TrafficGate.drained(plan, context.input().spec().dataCenter()) instanceof Outcome.NotYet(String why)) {
                open.add(application + " " + why);
            }
            for (DataCenterName dataCenter : sharing(plan)) {
                if (!answersEverywhere(application, dataCenter, verdicts)) {
                    open.add("%s: not every vantage point finds it well in %s".formatted(application, dataCenter));
                }
            }
        }
        return open.isEmpty()
                ? Outcome.done("%d applications serve elsewhere"
                        .formatted(context.input().applications().size()))
                : new Outcome.NotYet(String.join("; ", open));
    }

    private static Set<DataCenterName> sharing(RoutingPlan plan) {
        return plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .map(Share::dataCenter)
                .collect(Collectors.toSet());
    }

    /** Each vantage point that has looked finds an endpoint that passes. */
    private static boolean answersEverywhere(
            ApplicationName application, DataCenterName dataCenter, List<Verdict> verdicts) {
        List<Observation> votes = verdicts.stream()
                .filter(verdict -> verdict.endpoint().application().equals(application)
                        && verdict.endpoint().dataCenter().equals(dataCenter))
                .flatMap(verdict -> verdict.votes().stream())
                .toList();
        return votes.stream()
                .map(Observation::vantagePoint)
                .distinct()
                .allMatch(vantagePoint -> votes.stream()
                        .anyMatch(vote -> vote.vantagePoint().equals(vantagePoint)
                                && vote.health().passes()));
    }
}
