package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.evacuation.EvacuationKind;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A drill as a run: look what stands in the way, give the order for application after application, hold, give application after
 * application back in the reverse order, verify. Evacuations and drills exclude each other in the whole fleet.
 */
@Component
final class DrillKind implements RunKind<DrillInput> {

    static final String NAME = "drill";

    private final DrillReadyStep ready;
    private final DrillAwayStep away;
    private final DrillReadOnlyStep readOnly;
    private final DrillHoldStep hold;
    private final DrillBackStep back;
    private final DrillVerifyStep verify;

    DrillKind(
            DrillReadyStep ready,
            DrillAwayStep away,
            DrillReadOnlyStep readOnly,
            DrillHoldStep hold,
            DrillBackStep back,
            DrillVerifyStep verify) {
        this.ready = ready;
        this.away = away;
        this.readOnly = readOnly;
        this.hold = hold;
        this.back = back;
        this.verify = verify;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String group() {
        return EvacuationKind.GROUP;
    }

    @Override
    public Class<DrillInput> inputType() {
        return DrillInput.class;
    }

    @Override
    public List<PlannedStep> plan(DrillInput input) {
        DrillSpec spec = input.spec();
        String dataCenter = spec.dataCenter().value();
        Step<DrillInput> order = spec.mode() == DrillSpec.Mode.AWAY ? away : readOnly;
        List<PlannedStep> planned = new ArrayList<>();
        planned.add(PlannedStep.of(ready, dataCenter));
        for (ApplicationName application : input.applications()) {
            planned.add(PlannedStep.of(order, application.value()));
        }
        Duration held = hold.timeout().plusSeconds(spec.holdSeconds());
        planned.add(new PlannedStep(hold.name(), dataCenter, held, WayBack.NOTHING));
        for (ApplicationName application : input.applications().reversed()) {
            planned.add(PlannedStep.of(back, application.value()));
        }
        planned.add(PlannedStep.of(verify, dataCenter));
        return planned;
    }

    @Override
    public Step<DrillInput> step(String name) {
        return List.of(ready, away, readOnly, hold, back, verify).stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a drill has no step " + name));
    }
}
