package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A pin sends everyone to one data center as long as that one is healthy, fresh and not about to be drained; neither a hold nor slowness matters, for
 * whoever pins wants the data center to serve. Among several pins the application's own counts before a fleet-wide one, then the
 * newest.
 */
final class Pin {

    static final String HERE = "PINNED";
    static final String ELSEWHERE = "PINNED_ELSEWHERE";

    private static final Set<State> IGNORED = EnumSet.of(State.SLOW, State.HELD);

    private Pin() {}

    static Admission narrow(Admission admission, List<Candidate> candidates, Situation situation) {
        RoutingOverride pin = null;
        for (RoutingOverride override : situation.orders().overrides()) {
            if (override.kind() == RoutingOverride.Kind.PIN
                    && override.actsOn(situation.application().name(), situation.now())
                    && canServe(override, candidates, admission)
                    && (pin == null || Orders.RANK.compare(override, pin) < 0)) {
                pin = override;
            }
        }
        return pin == null ? admission : Admission.pinned(pin);
    }

    /** Silence about its data ends no pin, and a pin no silence: it is obeyed where users are sent all the same. */
    private static boolean canServe(RoutingOverride pin, List<Candidate> candidates, Admission admission) {
        for (Candidate candidate : candidates) {
            if (pin.isAbout(candidate.dataCenter())) {
                boolean used = candidate.hadUsers() || admission.admitted().contains(candidate.dataCenter());
                return candidate.leaving() == null
                        && (candidate.servesDespite(IGNORED) || (used && candidate.isUntoldDespite(IGNORED)));
            }
        }
        return false;
    }

    static String sentence(RoutingOverride pin) {
        return "everyone is pinned to " + pin.where() + " by " + pin.author() + " until " + pin.expiresAt() + ": "
                + pin.reason();
    }
}
