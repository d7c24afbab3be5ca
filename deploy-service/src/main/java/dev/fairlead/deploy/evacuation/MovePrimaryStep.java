package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.MoveStatus;
import dev.fairlead.contracts.replication.SwitchoverApi;
import dev.fairlead.contracts.replication.SwitchoverSpec;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Starts the switchover of one database; {@link AwaitPrimaryStep} waits for it, so that several are under way. The way back ends a
 * switchover that has not come to its point of no return, and says where the primary is then: what was moved is not moved back.
 */
@Component
final class MovePrimaryStep implements Step<EvacuationInput> {

    static final String NAME = "move-primary";

    private static final String TO = "to";
    private static final String SWITCHOVER = "switchover";

    private final Primaries primaries;
    private final SwitchoverApi switchovers;
    private final EvacuationTimes times;

    MovePrimaryStep(Primaries primaries, SwitchoverApi switchovers, EvacuationTimes times) {
        this.primaries = primaries;
        this.switchovers = switchovers;
        this.times = times;
    }

    /** The switchover that the run started, also where that was killed before it was stored; empty: none. */
    Optional<MoveStatus> started(StepContext<EvacuationInput> context) {
        String id = context.outputOf(NAME).get(SWITCHOVER);
        if (id != null) {
            return Optional.of(switchovers.switchover(id));
        }
        return switchovers.switchovers().items().stream()
                .filter(run -> run.subject().value().equals(context.target())
                        && run.reason().startsWith(mark(context)))
                .findFirst();
    }

    private static String mark(StepContext<EvacuationInput> context) {
        return "evacuation %s: ".formatted(context.runId());
    }

    private Succession succession(StepContext<EvacuationInput> context) {
        return primaries.succession(
                DatabaseName.of(context.target()), context.input().spec().dataCenter());
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
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Readiness precondition(StepContext<EvacuationInput> context) {
        String approver = CheckPrimariesStep.approver(context);
        if (!approver.isEmpty()) {
            return new Readiness.Unneeded("%s approved that it stays".formatted(approver));
        }
        return switch (succession(context)) {
            case Succession.To(DataCenterName to, String _) -> new Readiness.Ready(Map.of(TO, to.value()));
            case Succession.Elsewhere elsewhere -> new Readiness.Unneeded(elsewhere.reason());
            case Succession.Nobody(String reason) -> new Readiness.Refused(reason);
        };
    }

    /** A refusal, as while another run moves the primary, is waited out. */
    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        MoveStatus run = started(context).orElseGet(() -> start(context));
        return new Outcome.Done("switchover %s is under way".formatted(run.id()), Map.of(SWITCHOVER, run.id()));
    }

    private MoveStatus start(StepContext<EvacuationInput> context) {
        SwitchoverSpec spec = new SwitchoverSpec(
                DatabaseName.of(context.target()),
                DataCenterName.of(context.output().getOrDefault(TO, "")),
                mark(context) + context.input().spec().reason());
        return switchovers.start(context.runId() + "/" + context.target(), spec);
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        return Outcome.done("switchover %s to %s"
                .formatted(context.output().get(SWITCHOVER), context.output().get(TO)));
    }

    @Override
    public Outcome undo(StepContext<EvacuationInput> context) {
        Optional<MoveStatus> run = started(context).filter(begun -> !begun.ended() && !begun.routed());
        run.ifPresent(begun -> switchovers.abort(begun.id()));
        return Outcome.done(run.isPresent() ? "its switchover is told to end" : "no switchover has to end");
    }

    @Override
    public Outcome checkUndone(StepContext<EvacuationInput> context) {
        Optional<MoveStatus> run = started(context);
        if (run.isPresent() && !run.get().ended() && !run.get().routed()) {
            return new Outcome.NotYet(AwaitPrimaryStep.said(run.get()));
        }
        return switch (succession(context)) {
            case Succession.Elsewhere(DataCenterName where) ->
                Outcome.done(
                        run.isPresent()
                                ? "its primary stays in %s: switchover %s had moved it"
                                        .formatted(where, run.get().id())
                                : "its primary is in %s, and was not moved".formatted(where));
            case Succession.To _ -> Outcome.done("its primary was not moved");
            case Succession.Nobody(String reason) -> new Outcome.NotYet("where its primary is nobody knows: " + reason);
        };
    }
}
