package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.runs.Approval;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Question;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.RunStep;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Looks whether all primaries can be moved before anybody is. Where one cannot, an operator sees why and decides; the databases
 * that the question named are those that may stay.
 */
@Component
final class CheckPrimariesStep implements Step<EvacuationInput> {

    static final String NAME = "check-primaries";

    /** The databases whose primaries may stay, separated by commas. */
    private static final String STAYING = "staying";

    private static final String APPROVED_BY = "approvedBy";

    private final Primaries primaries;
    private final EvacuationTimes times;

    CheckPrimariesStep(Primaries primaries, EvacuationTimes times) {
        this.primaries = primaries;
        this.times = times;
    }

    /** Who approved that the primary of the context's target stays; empty: nobody did. */
    static String approver(StepContext<EvacuationInput> context) {
        Map<String, String> stored = context.run().steps().stream()
                .filter(step -> step.planned().name().equals(NAME))
                .map(RunStep::output)
                .findFirst()
                .orElse(Map.of());
        boolean staying = List.of(stored.getOrDefault(STAYING, "").split(",")).contains(context.target());
        return staying ? stored.getOrDefault(APPROVED_BY, "an operator") : "";
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
        SequencedMap<DatabaseName, Succession> all = primaries.examined(
                context.input().databases(), context.input().spec().dataCenter());
        all.values().removeIf(succession -> !(succession instanceof Succession.Nobody));
        if (all.isEmpty()) {
            return Readiness.ready();
        }
        Approval approval = context.approval();
        Question question = context.run().question();
        if (approval == null
                || question == null
                || !all.keySet().stream().allMatch(database -> question.text().contains(rule(database)))) {
            return new Readiness.NeedsOperator("it would break safety rules: "
                    + all.entrySet().stream()
                            .map(stays ->
                                    rule(stays.getKey()) + stays.getValue().reason())
                            .collect(Collectors.joining("; ")));
        }
        String staying = all.keySet().stream().map(DatabaseName::value).collect(Collectors.joining(","));
        return new Readiness.Ready(Map.of(STAYING, staying, APPROVED_BY, approval.author()));
    }

    private static String rule(DatabaseName database) {
        return "%s of %s: ".formatted(Rule.PRIMARY_STAYS, database);
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("looked at where they can go");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        String staying = context.output().getOrDefault(STAYING, "");
        return Outcome.done(
                staying.isEmpty()
                        ? "all primaries can be moved"
                        : "approved that the primaries of %s stay".formatted(staying));
    }
}
