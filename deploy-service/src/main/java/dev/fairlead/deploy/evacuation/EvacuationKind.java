package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.EvacuationSpec.Direction;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * An evacuation as a run: look at the capacity and at the primaries, freeze rollouts, move the primaries and then application after
 * application away, verify; or, back, give application after application back in the reverse order and verify: what comes home
 * needs no room elsewhere, and primaries stay where they are. One at a time in the whole fleet.
 */
@Component
public final class EvacuationKind implements RunKind<EvacuationInput> {

    /** Whatever takes a data center's users away on purpose excludes the rest of its kind. */
    public static final String GROUP = "evacuation";

    public static final String SUBJECT = "fleet";

    private final CapacityStep capacity;
    private final PrimarySteps primaries;
    private final FreezeStep freeze;
    private final MoveAwayStep moveAway;
    private final VerifyStep verify;
    private final GiveBackStep giveBack;

    EvacuationKind(
            CapacityStep capacity,
            PrimarySteps primaries,
            FreezeStep freeze,
            MoveAwayStep moveAway,
            VerifyStep verify,
            GiveBackStep giveBack) {
        this.capacity = capacity;
        this.primaries = primaries;
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
        planned.addAll(0, primaries.looks(input));
        planned.addFirst(PlannedStep.of(capacity, dataCenter.value()));
        planned.addAll(primaries.moves(input.databases()));
        for (ApplicationName application : input.applications()) {
            planned.add(PlannedStep.of(moveAway, application.value()));
        }
        planned.add(PlannedStep.of(verify, dataCenter.value()));
        return planned;
    }

    @Override
    public Step<EvacuationInput> step(String name) {
        return Stream.concat(Stream.of(capacity, freeze, moveAway, verify, giveBack), primaries.all().stream())
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an evacuation has no step " + name));
    }
}
