package dev.fairlead.deploy.drill.rule;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Readiness;
import java.util.List;
import java.util.Optional;

/** Why a drill must not begin. */
public final class Obstacles {

    private Obstacles() {}

    /** Not into a failover, never the only data center that serves, and not where the order is in force already. */
    public static Optional<String> of(RoutingPlan plan, DrillSpec spec) {
        Optional<Standing> here = plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(spec.dataCenter()))
                .findFirst();
        if (here.filter(standing -> inForce(standing, spec.mode())).isPresent()) {
            return Optional.of("%s is so already in %s".formatted(plan.application(), spec.dataCenter()));
        }
        Optional<String> lost = LostPrimary.of(plan);
        if (lost.isPresent()) {
            return lost;
        }
        return switch (TrafficGate.mayDrain(plan, spec.dataCenter())) {
            case Readiness.Ready ready -> Optional.empty();
            case Readiness.Unneeded unneeded -> Optional.empty();
            case Readiness.NotYet(String failover) -> Optional.of("%s: %s".formatted(plan.application(), failover));
            case Readiness.NeedsOperator(String figures) -> Optional.of(figures);
            case Readiness.Refused(String alone) ->
                spec.mode() == DrillSpec.Mode.READ_ONLY && here.isPresent()
                        ? Optional.empty()
                        : Optional.of("%s: %s".formatted(plan.application(), alone));
        };
    }

    private static boolean inForce(Standing standing, DrillSpec.Mode mode) {
        return switch (mode) {
            case AWAY -> standing.state() == Standing.State.DRAINED || standing.leaving();
            case READ_ONLY -> isReadOnlyByOrder(standing);
        };
    }

    /** Whether nobody writes there because somebody said so. */
    public static boolean isReadOnlyByOrder(Standing standing) {
        Standing.ModeReason reason = standing.modeReason();
        return standing.mode() != ServingMode.READ_WRITE
                && reason != null
                && reason.code().equals("READ_ONLY_ORDERED");
    }

    /** The safety rules that it would break: a rehearsal overrules none. */
    public static List<String> of(List<Preview.Hit> hits) {
        return hits.stream()
                .map(hit -> "it would break %s%s: %s"
                        .formatted(
                                hit.rule(), hit.application() == null ? "" : " of " + hit.application(), hit.detail()))
                .toList();
    }
}
