package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application is left where one that it depends on does not serve: what must move together does. It comes back with it, without
 * a hold of its own. One that has no plan, or no pool there, blocks nobody.
 */
final class DependencyGate implements Gate {

    static final String CODE = "DEPENDENCY_AWAY";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        for (ApplicationName dependency : situation.application().spec().dependsOn()) {
            Standing standing = Elsewhere.in(
                    situation.evidence().dependencies().getOrDefault(dependency, List.of()), candidate.dataCenter());
            if (standing != null && standing.state() != State.SERVING && standing.state() != State.SLOW) {
                return Candidate.lasting(
                        candidate.before(),
                        new Obstacle(
                                State.BLOCKED,
                                CODE,
                                "%s, on which it depends, does not serve there: %s"
                                        .formatted(dependency, Admission.withoutNote(standing.reason()))));
            }
        }
        return null;
    }
}
