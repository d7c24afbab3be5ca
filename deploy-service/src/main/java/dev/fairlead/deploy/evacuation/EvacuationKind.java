package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.EvacuationSpec.Direction;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * An evacuation as a run: look at the capacity, freeze rollouts, move application after application away, verify; or, back, give
 * application after application back in the reverse order and verify: what comes home needs no room elsewhere. One at a time in
 * the whole fleet.
 */
@Component
final class EvacuationKind implements RunKind<EvacuationInput> {

    static final String GROUP = "evacuation";
    static final String SUBJECT = "fleet";

    private final CapacityStep capacity;
    private final FreezeStep freeze;
    private final MoveAwayStep moveAway;
    private final VerifyStep verify;
    private final GiveBackStep giveBack;

    EvacuationKind(
            CapacityStep capacity, FreezeStep freeze, MoveAwayStep moveAway, VerifyStep verify, GiveBackStep giveBack) {
        this.capacity = capacity;
        this.freeze = freeze;
        this.moveAway = moveAway;
        this.verify = verify;
        this.giveBack = giveBack;
    }

    @Override
    public String name() {
        return GROUP;
    }

    @Override
    public Class<EvacuationInput> inputType() {
        return EvacuationInput.class;
    }

    @Override
    public List<PlannedStep> plan(EvacuationInput input) {
        DataCenterName dataCenter = input.spec().dataCenter();
        List<PlannedStep> planned = new ArrayList<>();
        planned.add(PlannedStep.of(freeze, dataCenter.value()));
        if (input.spec().direction() == Direction.BACK) {
            for (ApplicationName application : input.applications().reversed()) {
                planned.add(PlannedStep.of(giveBack, application.value()));
            }
            planned.add(PlannedStep.of(verify, dataCenter.value()));
            return planned;
        }
        planned.addFirst(PlannedStep.of(capacity, dataCenter.value()));
        for (ApplicationName application : input.applications()) {
            planned.add(PlannedStep.of(moveAway, application.value()));
        }
        planned.add(PlannedStep.of(verify, dataCenter.value()));
        return planned;
    }

    @Override
    public Step<EvacuationInput> step(String name) {
        return List.of(capacity, freeze, moveAway, verify, giveBack).stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an evacuation has no step " + name));
    }
}
