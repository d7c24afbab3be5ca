package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Question;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at what the whole evacuation would come to before anybody is moved. Where it would break a safety rule, an operator sees
 * the figures and decides; what was approved is what the drains may overrule.
 */
@Component
final class CapacityStep implements Step<EvacuationInput> {

    static final String NAME = "check-capacity";

    /** The rules that were approved to be broken, separated by commas. */
    static final String OVERRULED = "overruled";

    static final String APPROVED_BY = "approvedBy";

    private final Outlook outlook;
    private final EvacuationTimes times;

    CapacityStep(Outlook outlook, EvacuationTimes times) {
        this.outlook = outlook;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Readiness precondition(StepContext<EvacuationInput> context) {
        Preview<RoutingOverride> preview = outlook.away(context.input().spec());
        if (preview.hits().isEmpty()) {
            return new Readiness.Ready(Map.of(OVERRULED, ""));
        }
        Approval approval = context.approval();
        if (approval == null || !asked(context.run().question(), preview.hits())) {
            return new Readiness.NeedsOperator("it would break safety rules: "
                    + preview.hits().stream().map(CapacityStep::line).collect(Collectors.joining("; ")));
        }
        String rules =
                preview.hits().stream().map(hit -> hit.rule().name()).distinct().collect(Collectors.joining(","));
        return new Readiness.Ready(Map.of(OVERRULED, rules, APPROVED_BY, approval.author()));
    }

    /** Whether the question named every rule that would be broken now, whatever its figures were. */
    private static boolean asked(@Nullable Question question, List<Preview.Hit> hits) {
        return question != null && hits.stream().allMatch(hit -> question.text().contains(rule(hit)));
    }

    private static String rule(Preview.Hit hit) {
        return hit.rule() + (hit.application() == null ? ": " : " of " + hit.application() + ": ");
    }

    private static String line(Preview.Hit hit) {
        return rule(hit) + hit.detail();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("looked at what it comes to");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        String overruled = context.output().getOrDefault(OVERRULED, "");
        return Outcome.done(
                overruled.isEmpty() ? "the others can take the users" : "approved in spite of " + overruled);
    }
}
