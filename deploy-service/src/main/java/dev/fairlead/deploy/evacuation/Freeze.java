package dev.fairlead.deploy.evacuation;

import dev.fairlead.deploy.rollout.RolloutFreeze;
import dev.fairlead.runs.RunView;
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
                .map(run -> "%s %s is under way".formatted(kind(run), run));
    }

    /** Drills stand in the way as evacuations do. */
    private String kind(String run) {
        return runs.getObject().find(run).map(RunView::kind).orElse(EvacuationKind.GROUP);
    }
}
