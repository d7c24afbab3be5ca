package dev.fairlead.contracts.health;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.traffic.CheckChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which verdicts are to be decided again on what was probed in a period, and under which rules.
 *
 * @param application absent: all
 * @param targets of these endpoints; empty: of all
 * @param check what of each endpoint's present health check is otherwise
 * @param quorum how many vantage points have to agree; absent: as many as do
 */
public record VerdictSimulation(
        Instant from,
        Instant until,
        @Nullable ApplicationName application,
        List<Endpoint> targets,
        CheckChange check,
        @Nullable Integer quorum) {

    public VerdictSimulation {
        required(from, "from");
        required(until, "until");
        if (until.isBefore(from)) {
            throw new InvalidFieldException("until", "the period ends before it begins");
        }
        targets = elements(requireNonNullElse(targets, List.of()), "targets");
        check = requireNonNullElse(check, CheckChange.NONE);
        if (quorum != null) {
            inRange(quorum, 1, Integer.MAX_VALUE, "quorum");
        }
    }

    /** Whether it is about this endpoint too. */
    public boolean concerns(Endpoint endpoint) {
        return (application == null || application.equals(endpoint.application()))
                && (targets.isEmpty() || targets.contains(endpoint));
    }
}
