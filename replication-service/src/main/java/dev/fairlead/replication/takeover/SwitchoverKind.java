package dev.fairlead.replication.takeover;

import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import java.util.List;
import org.springframework.stereotype.Component;

/** The planned move of a primary as a run: nothing that was acknowledged is lost, and the time without writes is measured. */
@Component
final class SwitchoverKind implements RunKind<MoveInput> {

    static final String NAME = "switchover";

    private final List<Step<MoveInput>> steps;

    SwitchoverKind(
            ReadyStep ready,
            ServeReadOnlyStep serveReadOnly,
            ReadOnlyStep readOnly,
            CatchUpStep catchUp,
            StopStep stop,
            SealStep seal,
            ChooseStep choose,
            TakeOverStep takeOver,
            SharedEnding ending) {
        this.steps = ending.after(List.of(ready, serveReadOnly, readOnly, catchUp, stop, seal, choose, takeOver));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String group() {
        return TakeoverKind.GROUP;
    }

    @Override
    public Class<MoveInput> inputType() {
        return MoveInput.class;
    }

    @Override
    public List<PlannedStep> plan(MoveInput input) {
        return steps.stream()
                .map(step -> PlannedStep.of(step, input.database().value()))
                .toList();
    }

    @Override
    public Step<MoveInput> step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a switchover has no step " + name));
    }
}
