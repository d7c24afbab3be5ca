package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.Step;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The steps that move primaries out of a data center before its users go: some switchovers at a time, each waited for. */
@Component
final class PrimarySteps {

    private final CheckPrimariesStep check;
    private final MovePrimaryStep move;
    private final AwaitPrimaryStep await;
    private final EvacuationLimit limit;

    PrimarySteps(CheckPrimariesStep check, MovePrimaryStep move, AwaitPrimaryStep await, EvacuationLimit limit) {
        this.check = check;
        this.move = move;
        this.await = await;
        this.limit = limit;
    }

    List<Step<EvacuationInput>> all() {
        return List.of(check, move, await);
    }

    /** What is looked at before anything is done. */
    List<PlannedStep> looks(EvacuationInput input) {
        return input.databases().isEmpty()
                ? List.of()
                : List.of(PlannedStep.of(check, input.spec().dataCenter().value()));
    }

    /** A switchover begins when the one that stands as many places before it as there may be at once is through. */
    List<PlannedStep> moves(List<DatabaseName> databases) {
        List<PlannedStep> planned = new ArrayList<>();
        int atOnce = limit.primariesAtOnce();
        for (int i = 0; i < databases.size() + atOnce; i++) {
            int through = i - atOnce;
            if (through >= 0 && through < databases.size()) {
                planned.add(PlannedStep.of(await, databases.get(through).value()));
            }
            if (i < databases.size()) {
                planned.add(PlannedStep.of(move, databases.get(i).value()));
            }
        }
        return planned;
    }
}
