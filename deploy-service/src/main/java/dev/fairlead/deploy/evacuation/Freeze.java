package dev.fairlead.deploy.evacuation;

import dev.fairlead.deploy.rollout.RolloutFreeze;
import dev.fairlead.runs.Runs;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** No rollout drains a data center while users are being moved out of another one or back. */
@Component
final class Freeze implements RolloutFreeze {

    private final ObjectProvider<Runs> runs; // which carry rollouts on, and so need this first

    Freeze(ObjectProvider<Runs> runs) {
        this.runs = runs;
    }

    @Override
    public Optional<String> reason() {
        return runs.getObject()
                .running(EvacuationKind.GROUP, EvacuationKind.SUBJECT)
                .map(run -> "evacuation " + run + " is under way");
    }
}
